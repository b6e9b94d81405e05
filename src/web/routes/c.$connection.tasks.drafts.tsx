import { createFileRoute } from '@tanstack/react-router';
import { draftsQuery } from '#web/api/drafts.ts';
import { DraftsPage } from '#web/features/create-task/DraftsPage.tsx';
import { requirePermission } from '#web/guards.ts';

export const Route = createFileRoute('/c/$connection/tasks/drafts')({
  beforeLoad: async (at) => {
    await requirePermission(at, 'task.create');
  },
  loader: async ({ context, params: { connection } }) => {
    void context.queryClient.prefetchQuery(draftsQuery(connection));
    await context.i18n.loadNamespaces(['drafts', 'input']);
  },
  component: function DraftsRoute() {
    const { connection } = Route.useParams();
    return <DraftsPage key={connection} connection={connection} />;
  },
});
