import type { Operation } from '#shared/domain/operation.ts';
import { slices, type Database, type Trx } from './database.ts';
import { operationOf } from './operation-rows.ts';
import type { BeginOperation, OperationRepository } from './store.ts';

const targetsPerStatement = 1_000;

/** See `OperationRepository.begin`. Throws when a chunk of a retry is empty or a device is listed twice. */
export function beginOperation(database: Database, input: BeginOperation): ReturnType<OperationRepository['begin']> {
  // To the platform an empty list of a retry means every device, so no such chunk may exist.
  if (input.chunks.length === 0 || (input.kind === 'retry' && input.chunks.some((chunk) => chunk.length === 0))) {
    return Promise.reject(new RangeError('An operation needs devices in each of its chunks.'));
  }
  return database.change(async (trx) => {
    const operation = await insertOperation(trx, input);
    if (operation === null) {
      const stored = await trx
        .selectFrom('operations')
        .selectAll()
        .where('person_id', '=', input.person.id)
        .where('idempotency_key', '=', input.idempotencyKey)
        .executeTakeFirstOrThrow();
      if (stored.body_digest !== input.bodyDigest) return { kind: 'key_reused' };
      return { kind: 'repeated', operation: operationOf(stored) };
    }
    await insertChunks(trx, input);
    await insertTargets(trx, input);
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
  }
}
