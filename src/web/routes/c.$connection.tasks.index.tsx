import { createFileRoute, redirect, stripSearchParams } from '@tanstack/react-router';
import { tasksQuery } from '#web/api/task-list.ts';
import { viewsQuery } from '#web/api/views.ts';
import { filterOf, orderOf, searchDefaults, TasksSearch } from '#web/features/tasks/tasks-search.ts';
import type { DrawMenu } from '#web/features/tasks/RowMenuButton.tsx';
// The page most people land on comes with the application; the others are fetched when somebody goes there.
import { TasksPage } from '#web/features/tasks/TasksPage.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { readSearch } from '#web/search-params.ts';

const RetryTasks = lazyPart(() => import('#web/features/failures/RetryTasks.tsx').then((module) => module.RetryTasks));
const RowMenu = lazyPart(() => import('#web/features/task/RowMenu.tsx').then((module) => module.RowMenu));
const drawMenu: DrawMenu = (task, button) => <RowMenu task={task} button={button} meanwhile={button} />;

const isPlain = (search: TasksSearch) =>
  Object.entries(search).every(
    ([name, value]) => value === undefined || value === searchDefaults[name as keyof typeof searchDefaults],
  );

export const Route = createFileRoute('/c/$connection/tasks/')({
  validateSearch: TasksSearch,
  search: { middlewares: [stripSearchParams(searchDefaults)] },
  // A view's name changes no data.
  loaderDeps: ({ search: { view: _view, ...deps } }) => deps,
  loader: async ({ context, params, deps, cause, location }) => {
    const { sort: _sort, limit, cursor } = deps;
    const query = tasksQuery(params.connection, filterOf(deps, Date.now()), { ...orderOf(deps), limit, cursor });
    const words = context.i18n.loadNamespaces('tasks');
    // A new filter keeps the page and its old rows, dimmed, until the new ones are there.
    if (cause === 'stay') {
      void context.queryClient.prefetchQuery(query);
      return words;
    }
    const listed = context.queryClient.ensureQueryData(query);
    listed.catch(() => undefined);
    // Who comes without saying what to look at goes on where they were.
    if (cause === 'enter' && location.searchStr === '') {
      const { settings } = await context.queryClient.ensureQueryData(viewsQuery()).catch(() => ({ settings: null }));
      const search = TasksSearch.parse(readSearch(settings?.search ?? ''));
      if (!isPlain(search)) throw redirect({ to: '/c/$connection/tasks', params, search, replace: true });
    }
    await Promise.all([listed, words]);
  },
  component: function TasksRoute() {
    const { connection } = Route.useParams();
    const search = Route.useSearch();
    const navigate = Route.useNavigate();
    return (
      <TasksPage
        connection={connection}
        search={search}
        onSearch={(change, { replace = false } = {}) => void navigate({ search: { ...search, ...change }, replace })}
        drawMenu={drawMenu}
        drawActions={(selected) => <RetryTasks connection={connection} {...selected} />}
      />
    );
  },
});
