import { createFileRoute, notFound, Outlet } from '@tanstack/react-router';
import { connectionsQuery } from '#web/api/connections.ts';
import { requirePerson } from '#web/guards.ts';

export const Route = createFileRoute('/c/$connection')({
  beforeLoad: async (at) => {
    await requirePerson(at);
    const { connections } = await at.context.queryClient.ensureQueryData(connectionsQuery());
    if (!connections.some(({ id }) => id === at.params.connection)) throw notFound();
  },
  component: Outlet,
});
