import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { z } from 'zod';
import { TaskState } from '#shared/domain/task.ts';
import { tasksQuery } from '#web/api/tasks.ts';
import { TasksPage } from '#web/features/tasks/TasksPage.tsx';
import { choiceParam, numberParam, textParam } from '#web/search-params.ts';

const Search = z.object({
  q: textParam(128),
  kind: textParam(64),
  state: choiceParam(TaskState.options),
  limit: numberParam(1, 200, 50),
  cursor: textParam(512),
});

export const Route = createFileRoute('/c/$connection/tasks/')({
  // The page most people land on comes with the application, in one file.
  codeSplitGroupings: [],
  validateSearch: Search,
  search: { middlewares: [stripSearchParams({ limit: 50 })] },
  loaderDeps: ({ search }) => search,
  loader: async ({ context, params, deps, cause }) => {
    const query = tasksQuery({ connection: params.connection, ...deps });
    const words = context.i18n.loadNamespaces('tasks');
    // A new filter keeps the page and its old rows, dimmed, until the new ones are there.
    if (cause === 'stay') void context.queryClient.prefetchQuery(query);
    else await context.queryClient.ensureQueryData(query);
    await words;
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
      />
    );
  },
});
