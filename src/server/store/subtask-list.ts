import { sql, type RawBuilder } from 'kysely';
import { messagePattern } from '#shared/domain/failure-message.ts';
import type { Subtask, SubtaskSort, TaskRef } from '#shared/domain/task.ts';
import { containing, type Database, type Db } from './database.ts';
import { type Key, type PageOf, readPage } from './paging.ts';
import type { SubtaskRow } from './schema.ts';
import type { SubtaskQuery } from './subtask-store.ts';

/** Characters of an error's pattern that decide its place. */
const sortedLength = 40;

/** See `SubtaskRepository.page`. */
export const subtaskPage = (database: Database, ref: TaskRef, query: SubtaskQuery): Promise<PageOf<Subtask>> =>
  database.picture((trx) => {
    const rows = matchingSubtasks(trx, ref, query);
    const order = orderOf(query);
    const [up, down] = order.down ? (['desc', 'asc'] as const) : (['asc', 'desc'] as const);
    return readPage<Subtask>(
      {
        total: async () => countOfSubtasks(rows),
        countBefore: async (key) => countOfSubtasks(rows.where(order.before(key))),
        after: async (key, limit) => {
          const from = key === null ? rows : rows.where(order.after(key));
          return (await ordered(from, order, up).selectAll().limit(limit).execute()).map(subtaskOf);
        },
        before: async (key, limit) => {
          const from = key === null ? rows : rows.where(order.before(key));
          return (await ordered(from, order, down).selectAll().limit(limit).execute()).map(subtaskOf);
        },
        keyOf: order.keyOf,
      },
      { limit: query.limit, cursor: query.cursor, shape: order.shape },
    );
  });

export const subtaskOf = (row: SubtaskRow): Subtask => ({
  deviceId: row.device_id,
  outcome: row.outcome,
  rawOutcome: row.raw_outcome,
  output: row.output,
  errorCode: row.error_code,
  errorMessage: row.error_message,
  since: row.since,
  notBefore: row.not_before,
  attempts: row.attempts,
});

export const subtasksOf = (db: Db, ref: TaskRef) =>
  db.selectFrom('subtasks').where('connection', '=', ref.connection).where('task_id', '=', ref.id);

type Narrowing = Omit<SubtaskQuery, 'limit' | 'cursor' | 'sort' | 'direction'>;
export function matchingSubtasks(db: Db, ref: TaskRef, { outcomes, target, code, message, q }: Narrowing) {
  let rows = subtasksOf(db, ref);
  if (outcomes !== undefined) rows = rows.where('outcome', 'in', [...outcomes]);
  if (code !== undefined)
    rows = code === null ? rows.where('error_code', 'is', null) : rows.where('error_code', '=', code);
  if (message !== undefined)
    rows = message === null ? rows.where('error_pattern', 'is', null) : rows.where('error_pattern', '=', message);
  if (target) rows = rows.where(sql<boolean>`lower(device_id) like ${containing(target.toLowerCase())} escape '\\'`);
  if (q) {
    const part = containing(q.toLowerCase());
    rows = rows.where(
      sql<boolean>`(lower(device_id) like ${part} escape '\\' or lower(error_message) like ${part} escape '\\')`,
    );
  }
  return rows;
}

type Order = {
  /** What comes before the device id; null where nothing does. */
  by: RawBuilder<string | number> | null;
  down: boolean;
  shape: readonly ('string' | 'number')[];
  keyOf(subtask: Subtask): Key;
  after(key: Key): RawBuilder<boolean>;
  before(key: Key): RawBuilder<boolean>;
};

const sorts: Record<SubtaskSort, Pick<Order, 'by' | 'shape' | 'keyOf'>> = {
  device: { by: null, shape: ['string'], keyOf: (row) => [row.deviceId] },
  outcome: { by: sql`outcome`, shape: ['string', 'string'], keyOf: (row) => [row.outcome, row.deviceId] },
  error: {
    // One text, and a short one: it becomes part of a cursor, which is part of an address. No code has a line break.
    by: sql`coalesce(error_code, '') || '\n' || substr(coalesce(error_pattern, ''), 1, ${sql.lit(sortedLength)})`,
    shape: ['string', 'string'],
    keyOf: ({ errorCode, errorMessage, deviceId }) => {
      const pattern = [...(messagePattern(errorMessage) ?? '')].slice(0, sortedLength).join('');
      return [`${errorCode ?? ''}\n${pattern}`, deviceId];
    },
  },
  attempts: { by: sql`attempts`, shape: ['number', 'string'], keyOf: (row) => [row.attempts, row.deviceId] },
  since: { by: sql`since`, shape: ['number', 'string'], keyOf: (row) => [row.since, row.deviceId] },
};

function orderOf({ sort = 'device', direction = 'up' }: SubtaskQuery): Order {
  const { by, ...rest } = sorts[sort];
  const down = direction === 'down';
  const beside = (sign: '<' | '>', key: Key): RawBuilder<boolean> =>
    by === null
      ? sql`device_id ${sql.raw(sign)} ${key[0]}`
      : sql`(${by}, device_id) ${sql.raw(sign)} (${key[0]}, ${key[1]})`;
  return {
    ...rest,
    by,
    down,
    after: (key) => beside(down ? '<' : '>', key),
    before: (key) => beside(down ? '>' : '<', key),
  };
}

function ordered(rows: ReturnType<typeof subtasksOf>, { by }: Order, direction: 'asc' | 'desc') {
  return (by === null ? rows : rows.orderBy(by, direction)).orderBy('device_id', direction);
}

export async function countOfSubtasks(rows: ReturnType<typeof subtasksOf>): Promise<number> {
  const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}
