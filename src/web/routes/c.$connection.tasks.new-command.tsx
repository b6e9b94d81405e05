import { createFileRoute } from '@tanstack/react-router';
import { DeviceCommandPage } from '#web/features/create-task/DeviceCommandPage.tsx';
import { requirePermission } from '#web/guards.ts';

export const Route = createFileRoute('/c/$connection/tasks/new-command')({
  beforeLoad: async (at) => void (await requirePermission(at, 'task.create')),
  loader: async ({ context }) => context.i18n.loadNamespaces(['command', 'create']),
  component: function NewCommand() {
    const { connection } = Route.useParams();
    return <DeviceCommandPage key={connection} connection={connection} />;
  },
});
