import { createFileRoute, redirect, stripSearchParams } from '@tanstack/react-router';
import { z } from 'zod';
import { spacesQuery } from '#web/api/catalogue.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import { CreateTaskPage } from '#web/features/create-task/CreateTaskPage.tsx';
import { steps } from '#web/features/create-task/steps.ts';
import { requirePermission } from '#web/guards.ts';
import { targetSetQuery } from '#web/api/target-sets.ts';
import { textParam } from '#web/search-params.ts';

const Search = z.object({
  step: z.enum(steps).default('type').catch('type'),
  /** A list of devices that another page kept: it becomes the draft's own. */
  targets: textParam(64),
});

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
  loaderDeps: ({ search: { targets } }) => ({ targets }),
  loader: async ({ context, params, deps: { targets } }) => {
    void context.i18n.loadNamespaces('create');
    const { connection } = params;
    const found = await context.queryClient.ensureQueryData(spacesQuery(connection));
    if (targets === undefined) return found;
    // Loaded with the wizard, not with the first page.
    const { takeOver } = await import('#web/features/create-task/hand-over.ts');
    const set = await context.queryClient.fetchQuery(targetSetQuery(connection, targets));
    const spaceId = found.spaces.find(({ isDefault }) => isDefault)?.id ?? '';
    if (!takeOver(sessionStorage, { connection, spaceId }, set)) throw new Error('This tab has no room for the list.');
    throw redirect({ to: '/c/$connection/tasks/new', params, search: { step: 'targets' }, replace: true });
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
