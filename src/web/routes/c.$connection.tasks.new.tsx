import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { z } from 'zod';
import { spacesQuery } from '#web/api/catalogue.ts';
import { CreateTaskPage } from '#web/features/create-task/CreateTaskPage.tsx';
import { steps } from '#web/features/create-task/steps.ts';
import { requirePermission } from '#web/guards.ts';

const Search = z.object({ step: z.enum(steps).default('type').catch('type') });

export const Route = createFileRoute('/c/$connection/tasks/new')({
  validateSearch: Search,
  search: { middlewares: [stripSearchParams({ step: 'type' as const })] },
  beforeLoad: async (at) => void (await requirePermission(at, 'task.create')),
  loader: async ({ context, params }) => {
    void context.i18n.loadNamespaces('create');
    return context.queryClient.ensureQueryData(spacesQuery(params.connection));
  },
  component: NewTask,
});

function NewTask() {
  const { connection } = Route.useParams();
  const { step } = Route.useSearch();
  const { spaces } = Route.useLoaderData();
  const navigate = Route.useNavigate();
  return (
    <CreateTaskPage
      key={connection}
      connection={connection}
      spaces={spaces}
      step={step}
      onStep={(next) => void navigate({ search: { step: next } })}
      onDiscarded={() => void navigate({ to: '/c/$connection/tasks', params: { connection } })}
    />
  );
}
