import { createFileRoute } from '@tanstack/react-router';
import { peopleQuery } from '#web/api/session.ts';
import { PeoplePage } from '#web/features/people/PeoplePage.tsx';
import { requirePermission } from '#web/guards.ts';

export const Route = createFileRoute('/people')({
  beforeLoad: async (at) => void (await requirePermission(at, 'person.manage')),
  loader: ({ context }) =>
    Promise.all([context.queryClient.ensureQueryData(peopleQuery()), context.i18n.loadNamespaces('session')]),
  component: PeoplePage,
});
