import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import { messagePattern } from '#shared/domain/failure-message.ts';
import type { CopyState, FailureGroup, Subtask, SubtaskSort, TaskRef } from '#shared/domain/task.ts';
import { containing, slices, type Database, type Db, type Trx } from './database.ts';
import { readPage, type Key } from './paging.ts';
import type { SubtaskRow, Tables } from './schema.ts';
import type { SubtaskQuery, SubtaskRepository, SubtaskSighting } from './subtask-store.ts';

const rowsPerStatement = 500;
/** Groups of failures that are told with sample devices. */
const sampledGroups = 50;
/** Characters of an error's pattern that decide its place. */
const sortedLength = 40;

export const subtaskRepository = (database: Database): SubtaskRepository => ({
  see: (ref, rows, at) =>
    rows.length === 0
      ? Promise.resolve(0)
      : database.change(async (trx) => {
          // A device named twice cannot be written twice by one statement; in one order, two writers cannot block each other.
          const byDevice = new Map(rows.map((row) => [row.deviceId, row]));
          const ordered = [...byDevice.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
          let changed = 0;
          for (const slice of slices(ordered, rowsPerStatement)) changed += await see(trx, ref, slice, at);
          return changed;
        }),

  copyState: (ref) => database.picture((trx) => copyStateOf(trx, ref)),

  setCopyState: (ref, copy) =>
    database.change(async (trx) => {
      const set = {
        ...(copy.complete === undefined ? {} : { complete: flag(copy.complete) }),
        ...(copy.at === undefined ? {} : { at: copy.at }),
        ...(copy.walking === undefined ? {} : { walking: flag(copy.walking) }),
      };
      await trx
        .insertInto('task_copies')
        .values({ connection: ref.connection, task_id: ref.id, complete: 0, at: null, walking: 0, ...set })
        .onConflict((on) =>
          on.columns(['connection', 'task_id']).doUpdateSet((eb) => ({ task_id: eb.ref('excluded.task_id'), ...set })),
        )
        .execute();
      return copyStateOf(trx, ref);
    }),

  page: (ref, query) =>
    database.picture((trx) => {
      const rows = matching(trx, ref, query);
      const order = orderOf(query);
      const [up, down] = order.down ? (['desc', 'asc'] as const) : (['asc', 'desc'] as const);
      return readPage<Subtask>(
        {
          total: async () => countOf(rows),
          countBefore: async (key) => countOf(rows.where(order.before(key))),
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
    }),

  deviceIds: (ref, query) =>
    database.run(async (db) => {
      const rows = await matching(db, ref, query).select('device_id').orderBy('device_id').execute();
      const except = new Set(query.except);
      return rows.map((row) => row.device_id).filter((id) => !except.has(id));
    }),

  outcomesOf: (ref, deviceIds) =>
    database.picture(async (trx) => {
      const outcomes = new Map<string, Subtask['outcome']>();
      for (const slice of slices(deviceIds, rowsPerStatement)) {
        const rows = await ofTask(trx, ref).where('device_id', 'in', slice).select(['device_id', 'outcome']).execute();
        for (const row of rows) outcomes.set(row.device_id, row.outcome);
      }
      return outcomes;
    }),

  rowsOf: (ref, deviceIds) =>
    database.picture(async (trx) => {
      const subtasks = new Map<string, Subtask>();
      for (const slice of slices(deviceIds, rowsPerStatement)) {
        const rows = await ofTask(trx, ref).where('device_id', 'in', slice).selectAll().execute();
        for (const row of rows) subtasks.set(row.device_id, subtaskOf(row));
      }
      return subtasks;
    }),

  failureGroups: (ref, samples) => database.picture((trx) => failureGroups(trx, ref, samples)),

  countByOutcome: (ref) =>
    database.run(async (db) => {
      const rows = await ofTask(db, ref)
        .select((eb) => ['outcome', eb.fn.countAll<number>().as('n')])
        .groupBy('outcome')
        .execute();
      return Object.fromEntries(rows.map((row) => [row.outcome, row.n]));
    }),
});

const flag = (value: boolean) => (value ? (1 as const) : (0 as const));

const subtaskOf = (row: SubtaskRow): Subtask => ({
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

const ofTask = (db: Db, ref: TaskRef) =>
  db.selectFrom('subtasks').where('connection', '=', ref.connection).where('task_id', '=', ref.id);

type Narrowing = Omit<SubtaskQuery, 'limit' | 'cursor' | 'sort' | 'direction'>;
function matching(db: Db, ref: TaskRef, { outcomes, target, code, message, q }: Narrowing) {
  let rows = ofTask(db, ref);
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

function ordered(rows: ReturnType<typeof ofTask>, { by }: Order, direction: 'asc' | 'desc') {
  return (by === null ? rows : rows.orderBy(by, direction)).orderBy('device_id', direction);
}

async function countOf(rows: ReturnType<typeof ofTask>): Promise<number> {
  const { n } = await rows.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}

async function copyStateOf(trx: Trx, ref: TaskRef): Promise<CopyState> {
  const row = await trx
    .selectFrom('task_copies')
    .selectAll()
    .where('connection', '=', ref.connection)
    .where('task_id', '=', ref.id)
    .executeTakeFirst();
  return {
    rows: await countOf(ofTask(trx, ref)),
    complete: row?.complete === 1,
    at: row?.at ?? null,
    walking: row?.walking === 1,
  };
}

/** What makes a row tell another story: `since` follows these. */
const told = ['outcome', 'error_code', 'error_message'] as const;
/** What makes it another row than before. */
const content = [...told, 'raw_outcome', 'output'] as const;

type Upsert = ExpressionBuilder<Tables & { excluded: Tables['subtasks'] }, 'subtasks' | 'excluded'>;
const differs = (eb: Upsert, columns: readonly (typeof content)[number][]) =>
  eb.or(columns.map((column) => eb(`subtasks.${column}`, 'is distinct from', eb.ref(`excluded.${column}`))));

/** A device that had failed or was stopped is tried again, also where the look came too late to see it begin. */
const triedAgain = (eb: Upsert) =>
  eb.and([
    eb('subtasks.outcome', 'in', ['failed', 'retry_pending', 'stopped']),
    eb('excluded.outcome', 'not in', ['retry_pending', 'stopped', 'removed']),
    differs(eb, told),
  ]);

async function see(trx: Trx, ref: TaskRef, rows: readonly SubtaskSighting[], at: number): Promise<number> {
  const task = { connection: ref.connection, task_id: ref.id };
  const written = await trx
    .insertInto('subtasks')
    .values(
      rows.map((row) => ({
        ...task,
        device_id: row.deviceId,
        outcome: row.outcome,
        raw_outcome: row.rawOutcome,
        output: row.output,
        error_code: row.errorCode,
        error_message: row.errorMessage,
        error_pattern: messagePattern(row.errorMessage),
        since: at,
        seen_at: at,
        attempts: 1,
      })),
    )
    .onConflict((on) =>
      on
        .columns(['connection', 'task_id', 'device_id'])
        .doUpdateSet((eb) => ({
          ...Object.fromEntries(
            [...content, 'error_pattern' as const].map((column) => [column, eb.ref(`excluded.${column}`)]),
          ),
          seen_at: at,
          since: eb.case().when(differs(eb, told)).then(at).else(eb.ref('subtasks.since')).end(),
          not_before: eb
            .case()
            .when(differs(eb, told))
            .then(eb.ref('subtasks.seen_at'))
            .else(eb.ref('subtasks.not_before'))
            .end(),
          attempts: eb
            .case()
            .when(triedAgain(eb))
            .then(eb('subtasks.attempts', '+', 1))
            .else(eb.ref('subtasks.attempts'))
            .end(),
        }))
        .where((eb) => eb.and([eb('subtasks.seen_at', '<=', at), differs(eb, content)])),
    )
    .returning(['device_id', 'outcome', 'error_code', 'error_message', 'since', 'not_before', 'attempts'])
    .execute();
  await keepHistory(
    trx,
    task,
    written.filter((row) => row.since === at && (row.outcome !== 'waiting' || row.not_before !== null)),
  );
  // What did not change was still seen: an older answer that arrives later must not overwrite it.
  await trx
    .updateTable('subtasks')
    .set({ seen_at: at })
    .where('connection', '=', ref.connection)
    .where('task_id', '=', ref.id)
    .where(
      'device_id',
      'in',
      rows.map((row) => row.deviceId),
    )
    .where('seen_at', '<', at)
    .execute();
  return written.length;
}

type Changed = Pick<
  SubtaskRow,
  'device_id' | 'outcome' | 'error_code' | 'error_message' | 'since' | 'not_before' | 'attempts'
>;
async function keepHistory(
  trx: Trx,
  task: { connection: string; task_id: string },
  rows: readonly Changed[],
): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('subtask_changes')
    .values(rows.map(({ since, attempts, ...row }) => ({ ...task, ...row, at: since, attempt: attempts })))
    // Of two answers of one moment the one that arrives last counts.
    .onConflict((on) =>
      on.columns(['connection', 'device_id', 'task_id', 'at']).doUpdateSet((eb) => ({
        outcome: eb.ref('excluded.outcome'),
        error_code: eb.ref('excluded.error_code'),
        error_message: eb.ref('excluded.error_message'),
        attempt: eb.ref('excluded.attempt'),
      })),
    )
    .execute();
}

async function failureGroups(trx: Trx, ref: TaskRef, samples: number): Promise<FailureGroup[]> {
  // Written out: with parameters, no engine knows that the index of failures has these rows.
  const failed = ofTask(trx, ref).where(sql<boolean>`outcome in ('failed', 'retry_pending')`);
  const cause = ['error_code', 'error_pattern'] as const;
  const groups = await failed
    .select(cause)
    .select((eb) => [
      eb.fn.countAll<number>().as('devices'),
      eb.fn.min('since').as('first_at'),
      eb.fn.max('since').as('last_at'),
    ])
    .groupBy(cause)
    .orderBy('devices', 'desc')
    // The engines disagree on where null sorts.
    .orderBy((eb) => eb.fn.coalesce('error_code', sql.lit('\uffff')))
    .orderBy((eb) => eb.fn.coalesce('error_pattern', sql.lit('\uffff')))
    .execute();
  // Each by a seek in the index; numbering all rows would read all of them once more.
  const sampled = samples === 0 ? [] : groups.slice(0, sampledGroups);
  const ids = new Map<unknown, string[]>();
  for (const group of sampled) {
    const { error_code: code, error_pattern: pattern } = group;
    const rows = await failed
      .where('error_code', code === null ? 'is' : '=', code)
      .where('error_pattern', pattern === null ? 'is' : '=', pattern)
      .select('device_id')
      .orderBy('device_id')
      .limit(samples)
      .execute();
    ids.set(
      group,
      rows.map((row) => row.device_id),
    );
  }
  return groups.map((group) => ({
    code: group.error_code,
    message: group.error_pattern,
    devices: group.devices,
    firstSeenAt: Number(group.first_at),
    lastSeenAt: Number(group.last_at),
    sampleDeviceIds: ids.get(group) ?? [],
  }));
}
