import type { Task } from '#shared/domain/task.ts';
import { containing, folded, type Database, type Db } from './database.ts';
import { readPage, type Key } from './paging.ts';
import type { PageOf, TaskRepository } from './store.ts';
import { fromTasks, taskColumns, taskOf } from './task-rows.ts';
import { sql } from 'kysely';

type ListQuery = Parameters<TaskRepository['list']>[0];

/** Newest first: by creation, then by id, both downwards. */
export const listTasks = (database: Database, query: ListQuery): Promise<PageOf<Task>> =>
  database.picture((trx) => {
    const rows = matching(trx, query);
    return readPage<Task>(
      {
        total: () => countOf(rows),
        countBefore: (key) => countOf(rows.where(beside('>', key))),
        async after(key, limit) {
          const from = key === null ? rows : rows.where(beside('<', key));
          const page = from.orderBy('tasks.created_at', 'desc').orderBy('tasks.id', 'desc').limit(limit);
          return (await page.select(taskColumns).execute()).map(taskOf);
        },
        async before(key, limit) {
          const from = key === null ? rows : rows.where(beside('>', key));
          const page = from.orderBy('tasks.created_at').orderBy('tasks.id').limit(limit);
          return (await page.select(taskColumns).execute()).map(taskOf);
        },
        keyOf: (task) => [task.createdAt, task.id],
      },
      { limit: query.limit, cursor: query.cursor, shape: ['number', 'string'] },
    );
  });

const beside = (direction: '<' | '>', [at, id]: Key) =>
  sql<boolean>`(tasks.created_at, tasks.id) ${sql.raw(direction)} (${Number(at)}, ${String(id)})`;

function matching(db: Db, { connection, kind, state, q }: ListQuery) {
  let rows = fromTasks(db).where('tasks.connection', '=', connection);
  if (kind !== undefined) rows = rows.where('tasks.kind', '=', kind);
  if (state !== undefined) rows = rows.where('tasks.state', '=', state);
  const words = q?.trim() ?? '';
  if (words === '') return rows;
  const part = containing(folded(words));
  return rows.where(
    sql<boolean>`(tasks.search like ${part} escape '\\' or origins.search like ${part} escape '\\' or tasks.id = ${words})`,
  );
}

async function countOf(rows: ReturnType<typeof fromTasks>): Promise<number> {
  const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}
