import { createFileRoute } from '@tanstack/react-router';
import { peopleQuery } from '#web/api/session.ts';
import { requirePermission } from '#web/guards.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const PeoplePage = lazyPart(
  () => import('#web/features/people/PeoplePage.tsx').then((module) => module.PeoplePage),
  <PagePending />,
);

export const Route = createFileRoute('/people')({
  beforeLoad: async (at) => void (await requirePermission(at, 'person.manage')),
  loader: ({ context }) =>
    Promise.all([
      context.queryClient.ensureQueryData(peopleQuery()),
      context.i18n.loadNamespaces('session'),
      PeoplePage.prefetch(),
    ]),
  component: () => <PeoplePage />,
});
