import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { mostNotedTasks, type RefusedNote } from '#shared/api/tasks.ts';
import type { AnnotationAddition } from '#shared/domain/annotation.ts';
import type { Direction, TaskField, TaskFilter, TaskSort } from '#shared/domain/task-filter.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import { orpc } from './client.ts';
import { given } from './given.ts';

/** What a page of the list is: in which order, how long and from where. */
export type TasksPageOf = { sort: TaskSort; direction: Direction; limit: number; cursor?: string | undefined };

const firstReadMs = 3_000;

/** A page of tasks. Events keep it fresh: rows change in place, new tasks are only announced. */
export const tasksQuery = (connection: string, filter: TaskFilter, page: TasksPageOf) =>
  orpc.tasks.list.queryOptions({
    input: given({ connection, ...filter, ...page }),
    placeholderData: keepPreviousData,
    // Events announce what joins a list, so one that was never read has to be asked for.
    refetchInterval: ({ state }) => (state.data?.indexedAt === null ? firstReadMs : false),
  });

/** What a list can be filtered by. */
export const taskValuesQuery = (connection: string, field: TaskField) =>
  orpc.tasks.values.queryOptions({ input: { connection, field }, staleTime: 30_000 });

/** The ids of every task that matches, but for the exceptions. */
export const taskIdsQuery = (connection: string, filter: TaskFilter, except: ReadonlySet<string>) =>
  queryOptions({
    queryKey: ['task-ids', connection, filter, [...except]],
    queryFn: async ({ signal }) => {
      const ids: string[] = [];
      let cursor: string | null | undefined;
      do {
        const input = { connection, ...filter, limit: 200, ...(cursor ? { cursor } : {}) };
        const { tasks, nextCursor } = await orpc.tasks.list.call(input, { signal });
        ids.push(...tasks.map(({ id }) => id));
        cursor = nextCursor;
      } while (cursor !== null);
      return ids.filter((id) => !except.has(id));
    },
    staleTime: 0,
    gcTime: 0,
  });

/** Changes what people wrote about a task. The dialog shows failures itself. */
export const noteMutation = ({ connection, id }: TaskRef) =>
  orpc.tasks.note.mutationOptions({
    meta: { stales: [orpc.tasks.read.key({ input: { connection, taskId: id } })], failsInline: true },
  });

/** Adds to what people wrote about several tasks, so many a call; asked again after a lost answer it adds nothing twice. */
export const noteManyMutation = (connection: string) =>
  mutationOptions({
    mutationFn: async ({ idsOf, addition }: { idsOf(): Promise<string[]>; addition: AnnotationAddition }) => {
      const taskIds = await idsOf();
      const refused: RefusedNote[] = [];
      for (let from = 0; from < taskIds.length; from += mostNotedTasks) {
        const ids = taskIds.slice(from, from + mostNotedTasks);
        const answer = await orpc.tasks.noteMany.call({ connection, taskIds: ids, ...addition });
        refused.push(...answer.refused);
      }
      return { asked: taskIds.length, refused };
    },
    meta: { stales: [orpc.tasks.read.key(), orpc.tasks.values.key()], failsInline: true },
  });
