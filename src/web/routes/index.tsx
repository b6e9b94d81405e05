import { createFileRoute, notFound, redirect } from '@tanstack/react-router';
import { connectionsQuery } from '#web/api/connections.ts';
import { requirePerson } from '#web/guards.ts';

export const Route = createFileRoute('/')({
  beforeLoad: async (at) => {
    await requirePerson(at);
    const { connections } = await at.context.queryClient.ensureQueryData(connectionsQuery());
    const [first] = connections;
    if (!first) throw notFound();
    throw redirect({ to: '/c/$connection/tasks', params: { connection: first.id }, replace: true });
  },
});
