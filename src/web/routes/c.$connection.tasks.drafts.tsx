import { createFileRoute } from '@tanstack/react-router';
import { draftsQuery } from '#web/api/drafts.ts';
import { requirePermission } from '#web/guards.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const DraftsPage = lazyPart(
  () => import('#web/features/create-task/DraftsPage.tsx').then((module) => module.DraftsPage),
  <PagePending />,
);

export const Route = createFileRoute('/c/$connection/tasks/drafts')({
  beforeLoad: async (at) => {
    await requirePermission(at, 'task.create');
  },
  loader: async ({ context, params: { connection } }) => {
    void context.queryClient.prefetchQuery(draftsQuery(connection));
    await Promise.all([DraftsPage.prefetch(), context.i18n.loadNamespaces(['drafts', 'input'])]);
  },
  component: function DraftsRoute() {
    const { connection } = Route.useParams();
    return <DraftsPage key={connection} connection={connection} />;
  },
});
