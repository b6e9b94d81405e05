import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import { stuckAfterMs } from '#shared/domain/progress.ts';
import {
  anyOrigin,
  beyondText,
  folded,
  progressPermille,
  sortedCharacters,
  startOf,
  successPermille,
  type TaskSort,
  textSorts,
} from '#shared/domain/task-filter.ts';
import type { Task } from '#shared/domain/task.ts';
import { harmlessStates } from '#shared/domain/twins.ts';
import { containing, type Database, type Db } from './database.ts';
import { readPage, type Key, type PageSource } from './paging.ts';
import type { PageOf } from './paging.ts';
import type { TaskQuery } from './task-store.ts';
import { fromTasks, taskColumns, taskOf } from './task-rows.ts';

/** What a list is sorted by, and its value in a task. */
type Order = { by: RawBuilder<string | number>; of(task: Task): string | number };
const column = (name: string, of: Order['of']): Order => ({ by: sql.ref(name), of });
/** The beginning of a text that may be absent or empty: it becomes part of a cursor, which is part of an address. */
const text = (value: RawBuilder<unknown>, of: (task: Task) => string | null): Order => ({
  by: sql`coalesce(nullif(substr(${value}, 1, ${sql.lit(sortedCharacters)}), ''), ${sql.lit(beyondText)})`,
  of: (task) => [...(of(task) ?? '')].slice(0, sortedCharacters).join('') || beyondText,
});
const orders: Record<TaskSort, Order> = {
  name: column('tasks.name_order', (task) => folded(task.name)),
  kind: column('tasks.kind', (task) => task.kind),
  state: column('tasks.state', (task) => task.state),
  progress: column('tasks.progress', (task) => progressPermille(task.counts)),
  success: column('tasks.success', (task) => successPermille(task.counts)),
  failed: column('tasks.failed', (task) => task.counts.failed),
  created: column('tasks.created_at', (task) => task.createdAt),
  starts: column('tasks.starts_order', startOf),
  by: text(sql.ref('origins.created_by'), (task) => task.createdBy),
  owner: text(sql.ref('notes.owner'), (task) => task.annotation.owner),
  // Lists are stored as JSON.
  tags: text(sql`nullif(notes.tags, '[]')`, ({ annotation: { tags } }) =>
    tags.length === 0 ? null : JSON.stringify(tags),
  ),
  note: text(sql.ref('notes.note'), (task) => task.annotation.note),
  ticket: text(sql.ref('notes.ticket'), (task) => task.annotation.ticket),
  space: text(sql`coalesce(nullif(origins.space_id, ''), tasks.space_id)`, (task) => task.spaceId),
};

const textual: ReadonlySet<TaskSort> = new Set(textSorts);

/** See `TaskRepository.list`. */
export const listTasks = (database: Database, query: TaskQuery): Promise<PageOf<Task>> =>
  database.picture((trx) => {
    const { sort = 'created' } = query;
    return readPage<Task>(sourceOf(trx, query), {
      limit: query.limit,
      cursor: query.cursor,
      shape: [textual.has(sort) ? 'string' : 'number', 'number', 'string'],
    });
  });

function sourceOf(trx: Db, query: TaskQuery): PageSource<Task> {
  const { sort = 'created', direction = 'down' } = query;
  const { by, of } = orders[sort];
  const down = direction === 'down';
  const rows = matching(trx, query);
  // Equal ones stand newest first whichever way the list is sorted; by creation that is one order with its direction.
  const tieDown = sort === 'created' ? down : true;
  const beside = ([value, at, id]: Key, after: boolean) => {
    const [first, tie] = [down === after ? '<' : '>', tieDown === after ? '<' : '>'].map((sign) => sql.raw(sign));
    return sql<boolean>`(${by} ${first} ${value} or (${by} = ${value} and (tasks.created_at, tasks.id) ${tie} (${at}, ${id})))`;
  };
  const read = async (key: Key | null, limit: number, after: boolean) => {
    const from = key === null ? rows : rows.where(beside(key, after));
    const way = (isDown: boolean) => (isDown === after ? 'desc' : 'asc');
    const ordered = from.orderBy(by, way(down));
    const page = sort === 'created' ? ordered : ordered.orderBy('tasks.created_at', way(tieDown));
    // Only what is compared goes through the sorting, and the page's own rows are read after it.
    const ids = await page.orderBy('tasks.id', way(tieDown)).limit(limit).select('tasks.id').execute();
    return tasksOf(
      trx,
      query.connection,
      ids.map(({ id }) => id),
    );
  };
  return {
    total: () => countOf(rows),
    countBefore: (key) => countOf(rows.where(beside(key, false))),
    after: (key, limit) => read(key, limit, true),
    before: (key, limit) => read(key, limit, false),
    keyOf: (task) => [of(task), task.createdAt, task.id],
  };
}

/** These tasks, in this order. */
async function tasksOf(db: Db, connection: string, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) return [];
  const rows = await fromTasks(db)
    .where('tasks.connection', '=', connection)
    .where('tasks.id', 'in', ids)
    .select(taskColumns)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, taskOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The tasks that `matches` in shared/domain/task-filter.ts would say yes to. */
function matching(db: Db, query: TaskQuery) {
  const conditions: Expression<SqlBool>[] = [];
  const where = (condition: Expression<SqlBool>) => conditions.push(condition);
  const oneOf = (column: string, values: readonly string[] | undefined) => {
    if (values !== undefined) where(sql`${sql.ref(column)} in (${sql.join(values)})`);
  };
  const within = (column: string, from: number | undefined, to: number | undefined) => {
    if (from !== undefined) where(sql`${sql.ref(column)} >= ${from}`);
    if (to !== undefined) where(sql`${sql.ref(column)} <= ${to}`);
  };
  // Lists are stored as JSON, in which a whole value stands between quotes.
  const listed = (column: string, values: readonly string[] | undefined) => {
    if (values === undefined) return;
    const each = values.map((value) => sql`${sql.ref(column)} like ${containing(JSON.stringify(value))} escape '\\'`);
    where(sql`(${sql.join(each, sql` or `)})`);
  };
  const words = folded(query.q?.trim() ?? '');
  if (words !== '') where(sql`tasks.search like ${containing(words)} escape '\\'`);
  oneOf('tasks.kind', query.kind);
  oneOf('tasks.state', query.state);
  oneOf('notes.owner', query.owner);
  if (query.space) where(sql`coalesce(origins.space_id, tasks.space_id) in (${sql.join(query.space)})`);
  if (query.creator) where(sql`coalesce(origins.created_by, ${anyOrigin.elsewhere}) in (${sql.join(query.creator)})`);
  listed('tasks.package_ids', query.package);
  listed('tasks.group_ids', query.group);
  listed('notes.tags', query.tag);
  within('tasks.created_at', query.createdFrom, query.createdTo);
  within('tasks.failed', query.failedFrom, query.failedTo);
  within('tasks.failed_at', query.failedSince, undefined);
  if (query.successFrom !== undefined || query.successTo !== undefined) {
    const tenths = (rate: number) => Math.round(rate * 10);
    within('tasks.success', tenths(query.successFrom ?? 0), tenths(query.successTo ?? 100));
  }
  if (query.attention) {
    const quietSince = (query.now ?? 0) - stuckAfterMs;
    const stuck = sql`(tasks.state = 'processing' and tasks.changed_at < ${quietSince})`;
    const harmless = sql.join(harmlessStates.map((state) => sql.lit(state)));
    const tooMany = sql`(twins.is_duplicate = 1 and tasks.state not in (${harmless}))`;
    where(sql`(tasks.state = 'failed' or tasks.failed > 0 or ${stuck} or ${tooMany})`);
  }
  const rows = fromTasks(db).where('tasks.connection', '=', query.connection).where('tasks.gone_at', 'is', null);
  return conditions.reduce((narrowed, condition) => narrowed.where(condition), rows);
}

async function countOf(rows: ReturnType<typeof fromTasks>): Promise<number> {
  const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}
