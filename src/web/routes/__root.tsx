import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { sessionQuery } from '#web/api/session.ts';
import type { RouterContext } from '#web/guards.ts';
import { Shell } from '#web/shell/Shell.tsx';

export const Route = createRootRouteWithContext<RouterContext>()({
  beforeLoad: ({ context }) => context.queryClient.ensureQueryData(sessionQuery()).then(() => undefined),
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
});
