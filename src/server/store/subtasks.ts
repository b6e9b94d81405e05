import { sql } from 'kysely';
import type { CopyState, FailureGroup, Subtask, TaskRef } from '#shared/domain/task.ts';
import { slices, type Database, type Trx } from './database.ts';
import { countOfSubtasks, matchingSubtasks, subtaskOf, subtaskPage, subtasksOf } from './subtask-list.ts';
import { seeSubtasks } from './subtask-sightings.ts';
import type { SubtaskRepository } from './subtask-store.ts';

const rowsPerStatement = 500;
/** Groups of failures that are told with sample devices. */
const sampledGroups = 50;

export const subtaskRepository = (database: Database): SubtaskRepository => ({
  see: (ref, rows, at) =>
    rows.length === 0
      ? Promise.resolve(0)
      : database.change(async (trx) => {
          // A device named twice cannot be written twice by one statement; in one order, two writers cannot block each other.
          const byDevice = new Map(rows.map((row) => [row.deviceId, row]));
          const ordered = [...byDevice.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
          let changed = 0;
          for (const slice of slices(ordered, rowsPerStatement)) changed += await seeSubtasks(trx, ref, slice, at);
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

  page: (ref, query) => subtaskPage(database, ref, query),

  deviceIds: (ref, query) =>
    database.run(async (db) => {
      const rows = await matchingSubtasks(db, ref, query).select(['device_id', 'since']).orderBy('device_id').execute();
      const except = new Set(query.except);
      const left = rows.filter((row) => !except.has(row.device_id));
      const { atMost = left.length } = query;
      if (left.length <= atMost) return left.map((row) => row.device_id);
      const longest = left.toSorted((a, b) => a.since - b.since).slice(0, atMost);
      return longest.map((row) => row.device_id).toSorted();
    }),

  notSeenSince: (ref, outcomes, since, most) =>
    database.run(async (db) => {
      const rows = matchingSubtasks(db, ref, { outcomes }).where('seen_at', '<', since);
      const first = await rows.select('device_id').orderBy('device_id').limit(most).execute();
      return first.map((row) => row.device_id);
    }),

  outcomesOf: (ref, deviceIds) =>
    database.picture(async (trx) => {
      const outcomes = new Map<string, Subtask['outcome']>();
      for (const slice of slices(deviceIds, rowsPerStatement)) {
        const rows = await subtasksOf(trx, ref)
          .where('device_id', 'in', slice)
          .select(['device_id', 'outcome'])
          .execute();
        for (const row of rows) outcomes.set(row.device_id, row.outcome);
      }
      return outcomes;
    }),

  rowsOf: (ref, deviceIds) =>
    database.picture(async (trx) => {
      const subtasks = new Map<string, Subtask>();
      for (const slice of slices(deviceIds, rowsPerStatement)) {
        const rows = await subtasksOf(trx, ref).where('device_id', 'in', slice).selectAll().execute();
        for (const row of rows) subtasks.set(row.device_id, subtaskOf(row));
      }
      return subtasks;
    }),

  failureGroups: (ref, samples) => database.picture((trx) => failureGroups(trx, ref, samples)),

  countByOutcome: (ref) =>
    database.run(async (db) => {
      const rows = await subtasksOf(db, ref)
        .select((eb) => ['outcome', eb.fn.countAll<number>().as('n')])
        .groupBy('outcome')
        .execute();
      return Object.fromEntries(rows.map((row) => [row.outcome, row.n]));
    }),
});

const flag = (value: boolean) => (value ? (1 as const) : (0 as const));

async function copyStateOf(trx: Trx, ref: TaskRef): Promise<CopyState> {
  const row = await trx
    .selectFrom('task_copies')
    .selectAll()
    .where('connection', '=', ref.connection)
    .where('task_id', '=', ref.id)
    .executeTakeFirst();
  return {
    rows: await countOfSubtasks(subtasksOf(trx, ref)),
    complete: row?.complete === 1,
    at: row?.at ?? null,
    walking: row?.walking === 1,
  };
}

async function failureGroups(trx: Trx, ref: TaskRef, samples: number): Promise<FailureGroup[]> {
  // Written out: with parameters, no engine knows that the index of failures has these rows.
  const failed = subtasksOf(trx, ref).where(sql<boolean>`outcome in ('failed', 'retry_pending')`);
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
