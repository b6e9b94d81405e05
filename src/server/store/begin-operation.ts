import { setImmediate as otherWork } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Operation } from '#shared/domain/operation.ts';
import { slices, type Database, type Trx } from './database.ts';
import { operationOf } from './operation-rows.ts';
import type { BeginOperation, OperationRepository } from './operation-store.ts';

const targetsPerStatement = 1_000;

/** One call that concerns a task as a whole, or devices that only the platform can list. */
const mayBeWhole = ({ kind, chunks }: BeginOperation): boolean =>
  kind === 'create' || ((kind === 'stop' || kind === 'delete') && chunks.length === 1);

/** See `OperationRepository.begin`. Throws when a chunk of a retry is empty or a device is listed twice. */
export function beginOperation(database: Database, input: BeginOperation): ReturnType<OperationRepository['begin']> {
  // To the platform an empty list of a retry means every device, so no such chunk may exist.
  if (input.chunks.length === 0 || (input.chunks.some((chunk) => chunk.length === 0) && !mayBeWhole(input))) {
    return Promise.reject(new RangeError('An operation needs devices in each of its chunks.'));
  }
  return database.change(async (trx) => {
    await waitForOthers(database, trx, input);
    const repeated = await begunBefore(trx, input);
    if (repeated !== null) return repeated;
    if (await isWholeUnderway(trx, input)) return { kind: 'nothing_left' };
    const left = await withoutUnderway(trx, input);
    if (left.chunks.length === 0) return { kind: 'nothing_left' };
    const operation = await insertOperation(trx, left);
    // Somebody used the key between the first look and the insert, and has committed by now.
    if (operation === null) return (await begunBefore(trx, input)) ?? { kind: 'key_reused' };
    await insertChunks(trx, left);
    await insertTargets(trx, left);
    await insertKin(trx, left);
    await trx
      .insertInto('audit')
      .values({
        at: input.at,
        person_id: input.person.id,
        person_name: input.person.name,
        role: input.person.role,
        action: `task.${input.kind}`,
        connection: input.connection,
        object: input.taskId ?? input.taskName,
        operation_id: input.id,
      })
      .execute();
    return { kind: 'begun', operation };
  });
}

/** Operations on one task are begun one after the other, so that each sees what the one before has under way. */
async function waitForOthers({ engine }: Database, trx: Trx, { connection, taskId }: BeginOperation): Promise<void> {
  // SQLite has one writer anyway. Not the task's row: it may not be there, and looks at the task are not to wait for this.
  if (engine === 'sqlite' || taskId === null) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${connection} ${taskId}`}, 0))`.execute(trx);
}

/** What this person's key began before, or null when the key is new. */
async function begunBefore(trx: Trx, input: BeginOperation) {
  const stored = await trx
    .selectFrom('operations')
    .selectAll()
    .where('person_id', '=', input.person.id)
    .where('idempotency_key', '=', input.idempotencyKey)
    .executeTakeFirst();
  if (stored === undefined) return null;
  if (stored.body_digest !== input.bodyDigest) return { kind: 'key_reused' as const };
  return { kind: 'repeated' as const, operation: operationOf(stored) };
}

const unfinished = ['planned', 'sending', 'unknown'] as const;

/** The same is being done to the same task as a whole. */
async function isWholeUnderway(trx: Trx, { connection, taskId, kind, chunks }: BeginOperation): Promise<boolean> {
  if (kind === 'create' || taskId === null || chunks.some((chunk) => chunk.length > 0)) return false;
  const other = await trx
    .selectFrom('operations as operation')
    .innerJoin('operation_chunks as chunk', 'chunk.operation_id', 'operation.id')
    .select('operation.id')
    .where('operation.connection', '=', connection)
    .where('operation.task_id', '=', taskId)
    .where('operation.kind', '=', kind)
    .where('operation.state', 'in', unfinished)
    .where('chunk.listed', '=', 0)
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/** Without the devices for which an unfinished operation of the same kind and task has no answer yet: they would be named twice. */
async function withoutUnderway(trx: Trx, input: BeginOperation): Promise<BeginOperation> {
  const { connection, taskId, kind } = input;
  if (kind === 'create' || taskId === null || input.chunks.every((chunk) => chunk.length === 0)) return input;
  const rows = await trx
    .selectFrom('operation_targets as target')
    .innerJoin('operations as operation', 'operation.id', 'target.operation_id')
    .select('target.device_id')
    .where('operation.connection', '=', connection)
    .where('operation.task_id', '=', taskId)
    .where('operation.kind', '=', kind)
    .where('operation.state', 'in', unfinished)
    .where('target.outcome', 'in', unfinished)
    .execute();
  if (rows.length === 0) return input;
  const underway = new Set(rows.map((row) => row.device_id));
  const chunks = input.chunks
    .map((chunk) => chunk.filter((device) => !underway.has(device)))
    .filter((chunk) => chunk.length > 0);
  return { ...input, chunks, devices: chunks.reduce((sum, chunk) => sum + chunk.length, 0) };
}

/** Null when the person used the key before; a second one at the same time waits for the first. */
async function insertOperation(trx: Trx, input: BeginOperation): Promise<Operation | null> {
  const row = await trx
    .insertInto('operations')
    .values({
      id: input.id,
      connection: input.connection,
      kind: input.kind,
      state: 'planned',
      task_id: input.taskId,
      task_name: input.taskName,
      person_id: input.person.id,
      person_name: input.person.name,
      person_role: input.person.role,
      idempotency_key: input.idempotencyKey,
      body_digest: input.bodyDigest,
      payload: input.payloadJson,
      devices: input.devices,
      accepted: 0,
      refused: 0,
      unknown: 0,
      chunks: input.chunks.length,
      chunks_settled: 0,
      started_at: input.at,
      ended_at: null,
      error_code: null,
      error_message: null,
      was_lost: 0,
      rev: 1,
    })
    .onConflict((on) => on.columns(['person_id', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : operationOf(row);
}

async function insertChunks(trx: Trx, input: BeginOperation): Promise<void> {
  const rows = input.chunks.map((devices, seq) => ({
    operation_id: input.id,
    seq,
    connection: input.connection,
    state: 'planned' as const,
    epoch: 0,
    owner: null,
    not_before: input.at,
    sent_at: null,
    fenced_at: null,
    look_at: null,
    look_until: null,
    looks: 0,
    reason: null,
    request_id: null,
    listed: devices.length > 0 ? (1 as const) : (0 as const),
    devices: devices.length > 0 ? devices.length : input.devices,
    accepted: 0,
    refused: 0,
    unknown: 0,
  }));
  for (const slice of slices(rows, targetsPerStatement)) {
    await trx.insertInto('operation_chunks').values(slice).execute();
  }
}

async function insertKin(trx: Trx, { connection, id, madeFrom = [] }: BeginOperation): Promise<void> {
  const rows = [...new Set(madeFrom)].map((taskId) => ({ connection, operation_id: id, parent_id: taskId }));
  if (rows.length > 0) await trx.insertInto('task_kin').values(rows).execute();
}

async function insertTargets(trx: Trx, input: BeginOperation): Promise<void> {
  const rows = input.chunks.flatMap((devices, seq) =>
    devices.map((deviceId) => ({
      operation_id: input.id,
      device_id: deviceId,
      seq,
      outcome: 'planned' as const,
      error_code: null,
      error_message: null,
    })),
  );
  for (const slice of slices(rows, targetsPerStatement)) {
    await trx.insertInto('operation_targets').values(slice).execute();
    // SQLite answers without letting go of the thread, and thirty thousand rows take it a tenth of a second.
    await otherWork();
  }
}
