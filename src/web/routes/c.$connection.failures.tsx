import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { errorNotesQuery } from '#web/api/error-notes.ts';
import { FailuresPage } from '#web/features/failures/FailuresPage.tsx';
import { FailuresSearch } from '#web/features/failures/failures-search.ts';

export const Route = createFileRoute('/c/$connection/failures')({
  validateSearch: FailuresSearch,
  search: { middlewares: [stripSearchParams({ by: 'code' as const, sort: 'count' as const })] },
  loader: async ({ context }) => {
    void context.queryClient.prefetchQuery(errorNotesQuery());
    await context.i18n.loadNamespaces(['failures', 'errors', 'dictionary']);
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
