import { createFileRoute, redirect, stripSearchParams } from '@tanstack/react-router';
import { z } from 'zod';
import { spacesQuery } from '#web/api/catalogue.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import { CreateTaskPage } from '#web/features/create-task/CreateTaskPage.tsx';
import { steps } from '#web/features/create-task/steps.ts';
import { requirePermission } from '#web/guards.ts';

const Search = z.object({ step: z.enum(steps).default('type').catch('type') });

export const Route = createFileRoute('/c/$connection/tasks/new')({
  validateSearch: Search,
  search: { middlewares: [stripSearchParams({ step: 'type' as const })] },
  beforeLoad: async (at) => {
    await requirePermission(at, 'task.create');
    const { connections } = await at.context.queryClient.ensureQueryData(connectionsQuery());
    const { connection } = at.params;
    // One address for whoever wants a new task; the platform decides by which form.
    if (connections.find(({ id }) => id === connection)?.creates === 'device_commands')
      throw redirect({ to: '/c/$connection/tasks/new-command', params: { connection }, replace: true });
  },
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
