import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveEvent } from '#shared/api/events.ts';
import { type Operation, operationEnded } from '#shared/domain/operation.ts';
import { isFinal, type Task } from '#shared/domain/task.ts';
import { orpc } from './client.ts';

type News<Type extends LiveEvent['type']> = Extract<LiveEvent, { type: Type }>;

// While a copy is being walked, its failures are read again at most this often.
const copyRefreshMs = 3000;

/** Writes events into the query cache: the higher `rev` wins, rows change in place, and nothing is inserted into lists. */
export function createLiveCache(queryClient: QueryClient, now: () => number) {
  const copyRefreshedAt = new Map<string, number>();
  const renew = (queryKey: QueryKey) => void queryClient.invalidateQueries({ queryKey });
  // Something of it changed, and the query itself decides when it is read again: where devices fail, something changes all the time.
  const age = (queryKey: QueryKey) => void queryClient.invalidateQueries({ queryKey, refetchType: 'none' });
  const ageAcrossTasks = (connection: string) => {
    age(orpc.failures.groups.key({ type: 'query', input: { connection } }));
    age(orpc.devices.tasks.key({ type: 'query', input: { connection } }));
  };
  const taskKey = (connection: string, taskId: string) => ({ input: { connection, taskId } });

  function patchTask({ task }: News<'task'>): void {
    const key = taskKey(task.connection, task.id);
    let ended = false;
    let isBack = false;
    queryClient.setQueryData(orpc.tasks.read.queryKey(key), (old) => {
      if (!old || old.task.rev >= task.rev) return old;
      isBack = old.gone !== null;
      ended = isFinal(task.state) && !isFinal(old.task.state);
      return { ...old, task, fresh: true };
    });
    queryClient.setQueriesData<{ tasks: Task[] }>(
      { queryKey: orpc.tasks.list.key({ type: 'query', input: { connection: task.connection } }) },
      (old) => {
        if (!old?.tasks.some((row) => row.id === task.id && row.rev < task.rev)) return old;
        return { ...old, tasks: old.tasks.map((row) => (row.id === task.id ? task : row)) };
      },
    );
    // Whether the platform has it after all, and since when not, only it can say.
    if (isBack) renew(orpc.tasks.read.key(key));
    // Nothing will be said about it any more, so what the page shows is read once again.
    if (ended) {
      renew(orpc.tasks.read.key(key));
      renew(orpc.tasks.samples.key(key));
      renew(orpc.tasks.failures.key(key));
      ageAcrossTasks(task.connection);
    }
  }

  /** Its page says so, and lists no longer have it: what stood behind it moves up. */
  function patchGone({ connection, taskId }: News<'task_gone'>): void {
    renew(orpc.tasks.read.key(taskKey(connection, taskId)));
    ageAcrossTasks(connection);
    const lists = orpc.tasks.list.key({ type: 'query', input: { connection } });
    const shown = queryClient.getQueriesData<{ tasks: Task[] }>({ queryKey: lists });
    if (shown.some(([, list]) => list?.tasks.some((row) => row.id === taskId))) renew(lists);
  }

  function patchSample({ connection, taskId, sample }: News<'sample'>): void {
    queryClient.setQueryData(orpc.tasks.samples.queryKey(taskKey(connection, taskId)), (old) =>
      !old || (old.samples.at(-1)?.at ?? 0) >= sample.at ? old : { samples: [...old.samples, sample] },
    );
  }

  function patchCopy({ connection, taskId, copy }: News<'copy'>): void {
    const key = taskKey(connection, taskId);
    queryClient.setQueryData(orpc.tasks.read.queryKey(key), (old) => old && { ...old, copy });
    ageAcrossTasks(connection);
    const id = `${connection}/${taskId}`;
    if (copy.walking && now() - (copyRefreshedAt.get(id) ?? 0) < copyRefreshMs) return;
    copyRefreshedAt.set(id, now());
    // Rows of the device table would come and go under the pointer, so the table itself says when a newer copy is shown.
    renew(orpc.tasks.failures.key(key));
  }

  function patchOperation({ operation }: News<'operation'>): void {
    const { connection, id: operationId, taskId } = operation;
    const input = { connection, operationId };
    queryClient.setQueryData(orpc.operations.read.queryKey({ input }), (old) => newest(old, operation));
    renew(orpc.operations.results.key({ input }));
    if (taskId !== null) {
      queryClient.setQueryData(orpc.tasks.read.queryKey(taskKey(connection, taskId)), (old) => {
        if (!old) return old;
        const known = old.operations.some((other) => other.id === operationId);
        const operations = known ? replaced(old.operations, operation) : [operation, ...old.operations];
        return { ...old, operations };
      });
    }
    if (operation.kind !== 'create') return;
    const lists = { queryKey: orpc.tasks.list.key({ type: 'query', input: { connection } }) };
    let listed = false;
    queryClient.setQueriesData<{ creating: Operation[] }>(lists, (old) => {
      if (!old?.creating.some((other) => other.id === operationId)) return old;
      listed = true;
      return { ...old, creating: replaced(old.creating, operation) };
    });
    // The row that stood for it becomes a task, or goes.
    if (listed && (taskId !== null || operationEnded(operation.state))) renew(lists.queryKey);
  }

  /** How old what is shown is: the list as a whole, and tasks that stand still. */
  function patchSeen({ connection, indexedAt, tasks }: News<'seen'>): void {
    const lists = orpc.tasks.list.key({ type: 'query', input: { connection } });
    queryClient.setQueriesData<{ indexedAt: number | null }>({ queryKey: lists }, (old) =>
      // One from before the first time does not have the tasks yet, and is asked for again by itself.
      !old || old.indexedAt === null || indexedAt === null || old.indexedAt >= indexedAt ? old : { ...old, indexedAt },
    );
    for (const { id, at } of tasks)
      queryClient.setQueryData(orpc.tasks.read.queryKey(taskKey(connection, id)), (old) =>
        !old || old.task.seenAt >= at ? old : { ...old, task: { ...old.task, seenAt: at }, fresh: true },
      );
  }

  function patchConnection({ connection }: News<'connection'>): void {
    queryClient.setQueryData(
      orpc.connections.list.queryKey(),
      (old) =>
        old && { connections: old.connections.map((other) => (other.id === connection.id ? connection : other)) },
    );
  }

  return {
    apply(event: LiveEvent): void {
      switch (event.type) {
        case 'task':
          return patchTask(event);
        case 'task_gone':
          return patchGone(event);
        case 'sample':
          return patchSample(event);
        case 'copy':
          return patchCopy(event);
        case 'seen':
          return patchSeen(event);
        case 'operation':
          return patchOperation(event);
        case 'connection':
          return patchConnection(event);
        case 'reset':
          return void queryClient.invalidateQueries();
        case 'session_ended':
          return;
      }
    },
    /** Whether a list at hand already shows the task, so that it is not announced as new. */
    showsTask(task: Task): boolean {
      const lists = queryClient.getQueriesData<{ tasks: Task[] }>({
        queryKey: orpc.tasks.list.key({ type: 'query', input: { connection: task.connection } }),
      });
      return lists.some(([, list]) => list?.tasks.some((row) => row.id === task.id));
    },
    /** Reads again what a page shows of the platform. The answer to a stream that stays away. */
    async refresh(): Promise<void> {
      const keys = [
        orpc.tasks.key(),
        orpc.operations.key(),
        orpc.connections.key(),
        orpc.failures.groups.key(),
        orpc.devices.tasks.key(),
      ];
      await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
  };
}
export type LiveCache = ReturnType<typeof createLiveCache>;

const newest = (old: Operation | undefined, operation: Operation) =>
  old !== undefined && old.rev >= operation.rev ? old : operation;
const replaced = (operations: readonly Operation[], operation: Operation) =>
  operations.map((other) => (other.id === operation.id ? newest(other, operation) : other));
