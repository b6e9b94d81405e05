import { sql, type ExpressionBuilder } from 'kysely';
import type { CopyState, FailureGroup, Subtask, TaskRef } from '#shared/domain/task.ts';
import { containing, slices, type Database, type Db, type Trx } from './database.ts';
import { readPage } from './paging.ts';
import type { SubtaskRow, Tables } from './schema.ts';
import type { SubtaskQuery, SubtaskRepository, SubtaskSighting } from './store.ts';

const rowsPerStatement = 500;

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
      return readPage<Subtask>(
        {
          total: async () => countOf(rows),
          countBefore: async ([id]) => countOf(rows.where('device_id', '<', String(id))),
          after: async (key, limit) => {
            const from = key === null ? rows : rows.where('device_id', '>', String(key[0]));
            return (await from.selectAll().orderBy('device_id').limit(limit).execute()).map(subtaskOf);
          },
          before: async (key, limit) => {
            const from = key === null ? rows : rows.where('device_id', '<', String(key[0]));
            return (await from.selectAll().orderBy('device_id', 'desc').limit(limit).execute()).map(subtaskOf);
          },
          keyOf: (subtask) => [subtask.deviceId],
        },
        { limit: query.limit, cursor: query.cursor, shape: ['string'] },
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
});

const ofTask = (db: Db, ref: TaskRef) =>
  db.selectFrom('subtasks').where('connection', '=', ref.connection).where('task_id', '=', ref.id);

function matching(db: Db, ref: TaskRef, { outcomes, target, code }: Omit<SubtaskQuery, 'limit' | 'cursor'>) {
  let rows = ofTask(db, ref);
  if (outcomes !== undefined) rows = rows.where('outcome', 'in', [...outcomes]);
  if (code !== undefined)
    rows = code === null ? rows.where('error_code', 'is', null) : rows.where('error_code', '=', code);
  if (target) rows = rows.where(sql<boolean>`lower(device_id) like ${containing(target.toLowerCase())} escape '\\'`);
  return rows;
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

/** What makes a row another row than before; `since` follows the first three. */
const content = ['outcome', 'error_code', 'error_message', 'raw_outcome', 'output'] as const;

type Upsert = ExpressionBuilder<Tables & { excluded: Tables['subtasks'] }, 'subtasks' | 'excluded'>;
const differs = (eb: Upsert, columns: readonly (typeof content)[number][]) =>
  eb.or(columns.map((column) => eb(`subtasks.${column}`, 'is distinct from', eb.ref(`excluded.${column}`))));

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
        since: at,
        seen_at: at,
      })),
    )
    .onConflict((on) =>
      on
        .columns(['connection', 'task_id', 'device_id'])
        .doUpdateSet((eb) => ({
          ...Object.fromEntries(content.map((column) => [column, eb.ref(`excluded.${column}`)])),
          seen_at: at,
          since: eb
            .case()
            .when(differs(eb, content.slice(0, 3)))
            .then(at)
            .else(eb.ref('subtasks.since'))
            .end(),
        }))
        .where((eb) => eb.and([eb('subtasks.seen_at', '<=', at), differs(eb, content)])),
    )
    .executeTakeFirstOrThrow();
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
  return Number(written.numInsertedOrUpdatedRows ?? 0n);
}

async function failureGroups(trx: Trx, ref: TaskRef, samples: number): Promise<FailureGroup[]> {
  const failed = ofTask(trx, ref).where('outcome', 'in', ['failed', 'retry_pending']);
  const groups = await failed
    .select((eb) => ['error_code', eb.fn.countAll<number>().as('devices')])
    .groupBy('error_code')
    .orderBy('devices', 'desc')
    // The engines disagree on where null sorts.
    .orderBy((eb) => eb.fn.coalesce('error_code', sql.lit('\uffff')))
    .execute();
  // Numbered from the index alone; the messages are fetched for the few rows that are shown.
  const numbered = failed.select((eb) => [
    'device_id',
    'error_code',
    eb.fn
      .agg<number>('row_number')
      .over((over) => over.partitionBy('error_code').orderBy('device_id'))
      .as('n'),
  ]);
  const shown = await trx
    .selectFrom(numbered.as('numbered'))
    .select(['device_id', 'error_code', 'n'])
    .where('n', '<=', Math.max(samples, 1))
    .orderBy('n')
    .execute();
  const firstIds = shown.filter((row) => row.n === 1).map((row) => row.device_id);
  const messages = new Map<string | null, string | null>();
  for (const slice of slices(firstIds, rowsPerStatement)) {
    const rows = await ofTask(trx, ref)
      .where('device_id', 'in', slice)
      .select(['error_code', 'error_message'])
      .execute();
    for (const row of rows) messages.set(row.error_code, row.error_message);
  }
  const idsByCode = Map.groupBy(shown, (row) => row.error_code);
  return groups.map(({ error_code: code, devices }) => ({
    code,
    message: messages.get(code) ?? null,
    devices,
    sampleDeviceIds: (idsByCode.get(code) ?? []).slice(0, samples).map((row) => row.device_id),
  }));
}
