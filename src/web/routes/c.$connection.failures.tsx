import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { errorNotesQuery } from '#web/api/error-notes.ts';
import { FailuresSearch } from '#web/features/failures/failures-search.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const FailuresPage = lazyPart(
  () => import('#web/features/failures/FailuresPage.tsx').then((module) => module.FailuresPage),
  <PagePending />,
);

export const Route = createFileRoute('/c/$connection/failures')({
  validateSearch: FailuresSearch,
  search: { middlewares: [stripSearchParams({ by: 'code' as const, sort: 'count' as const })] },
  loader: async ({ context }) => {
    void context.queryClient.prefetchQuery(errorNotesQuery());
    await Promise.all([FailuresPage.prefetch(), context.i18n.loadNamespaces(['failures', 'errors', 'dictionary'])]);
  },
  component: function FailuresRoute() {
    const { connection } = Route.useParams();
    const search = Route.useSearch();
    const navigate = Route.useNavigate();
    return (
      <FailuresPage
        key={connection}
        connection={connection}
        search={search}
        onSearch={(change, { replace = false } = {}) => void navigate({ search: { ...search, ...change }, replace })}
        onTargets={(targets) =>
          void navigate({ to: '/c/$connection/tasks/new', params: { connection }, search: { targets } })
        }
      />
    );
  },
});
