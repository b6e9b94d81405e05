import type { ConnectionState } from '#shared/domain/connection.ts';
import type { Operation } from '#shared/domain/operation.ts';
import { type Task, TaskId } from '#shared/domain/task.ts';

/** A row of the list: a task, or an operation that makes one which the platform does not show yet. */
export type ListRow = { is: 'task'; task: Task } | { is: 'creating'; operation: Operation };

export const rowId = (row: ListRow): string => (row.is === 'task' ? row.task.id : row.operation.id);

/** Those being created stand on top, as the newest; one whose task is in the list already has done its duty. */
export function listRows(tasks: readonly Task[], creating: readonly Operation[], firstPage: boolean): ListRow[] {
  const shown = new Set(tasks.map(({ id }) => id));
  const waiting = firstPage ? creating.filter(({ taskId }) => taskId === null || !shown.has(taskId)) : [];
  return [
    ...waiting.map((operation): ListRow => ({ is: 'creating', operation })),
    ...tasks.map((task): ListRow => ({ is: 'task', task })),
  ];
}

/** The search as a task's id, where it can be one: a task that is in no list can still be opened by it. */
export const idSearchedFor = (q: string | undefined): string | null =>
  q !== undefined && q.length >= 6 && /\d/.test(q) && TaskId.safeParse(q).success ? q : null;

/** Whether the whole list was read yet: `first` while it is being read, `held_up` while the platform does not let us. */
export type ListReading = 'done' | 'first' | 'held_up';

const answering: ReadonlySet<ConnectionState> = new Set(['starting', 'ok', 'throttled']);

export const listReading = (indexedAt: number | null | undefined, state: ConnectionState | undefined): ListReading => {
  if (indexedAt !== null) return 'done';
  return state === undefined || answering.has(state) ? 'first' : 'held_up';
};
