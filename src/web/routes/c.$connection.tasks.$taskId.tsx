import { createFileRoute, type ErrorComponentProps, stripSearchParams } from '@tanstack/react-router';
import { failureOf } from '#web/api/problem.ts';
import { failuresQuery, samplesQuery, taskQuery } from '#web/api/tasks.ts';
import { TaskSearch } from '#web/features/task/task-search.ts';
import { RouteFailure } from '#web/shell/RouteFailure.tsx';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const NoSuchTask = lazyPart(
  () => import('#web/features/task/NoSuchTask.tsx').then((module) => module.NoSuchTask),
  <PagePending />,
);
const TaskPage = lazyPart(
  () => import('#web/features/task/TaskPage.tsx').then((module) => module.TaskPage),
  <PagePending />,
);

const refOf = (params: { connection: string; taskId: string }) => ({
  connection: params.connection,
  id: params.taskId,
});

export const Route = createFileRoute('/c/$connection/tasks/$taskId')({
  validateSearch: TaskSearch,
  search: { middlewares: [stripSearchParams({ tab: 'overview' as const })] },
  loader: async ({ context, params }) => {
    void context.i18n.loadNamespaces(['task', 'dictionary']);
    // The one request that asks the platform; the others read the console's own store meanwhile.
    void context.queryClient.prefetchQuery(samplesQuery(refOf(params)));
    void context.queryClient.prefetchQuery(failuresQuery(refOf(params)));
    const page = TaskPage.prefetch();
    await Promise.all([context.queryClient.ensureQueryData(taskQuery(refOf(params))), page]);
  },
  component: Task,
  errorComponent: Failed,
});

function Task() {
  const params = Route.useParams();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <TaskPage
      key={`${params.connection}/${params.taskId}`}
      taskRef={refOf(params)}
      search={search}
      onSearch={(next, how) => void navigate({ search: next, resetScroll: false, replace: how?.replace ?? false })}
    />
  );
}

function Failed(props: ErrorComponentProps) {
  const { connection } = Route.useParams();
  return failureOf(props.error).code === 'not_found' ? (
    <NoSuchTask connection={connection} />
  ) : (
    <RouteFailure {...props} />
  );
}
