import type { Operation, TargetResult } from '#shared/domain/operation.ts';
import type { Database, Trx } from './database.ts';
import { readPage } from './paging.ts';
import type { ChunkRow, OperationRow } from './schema.ts';
import type { Chunk, OperationRepository } from './operation-store.ts';
import type { PageOf } from './paging.ts';

export const operationOf = (row: Omit<OperationRow, 'payload'>): Operation => ({
  connection: row.connection,
  id: row.id,
  kind: row.kind,
  state: row.state,
  taskId: row.task_id,
  taskName: row.task_name,
  by: row.person_name,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  progress: {
    devices: row.devices,
    accepted: row.accepted,
    refused: row.refused,
    unknown: row.unknown,
    chunks: row.chunks,
    chunksSettled: row.chunks_settled,
  },
  errorCode: row.error_code,
  errorMessage: row.error_message,
  rev: row.rev,
});

/** The chunk as its claimer gets it, with the devices that are still open. */
export async function chunkOf(trx: Trx, operation: OperationRow, row: ChunkRow): Promise<Chunk> {
  const targets = await trx
    .selectFrom('operation_targets')
    .select('device_id')
    .where('operation_id', '=', row.operation_id)
    .where('seq', '=', row.seq)
    .where('outcome', '=', row.state === 'unknown' ? 'unknown' : 'sending')
    .orderBy('device_id')
    .execute();
  return {
    operation: operationOf(operation),
    payloadJson: operation.payload,
    seq: row.seq,
    epoch: row.epoch,
    deviceIds: targets.map((target) => target.device_id),
    state: row.state,
    sentAt: row.sent_at,
    fencedAt: row.fenced_at,
    looks: row.looks,
    reason: row.reason,
  };
}

type ResultQuery = Parameters<OperationRepository['results']>[2];

/** By device id. Empty when the connection has no such operation. */
export const resultPage = (
  database: Database,
  connection: string,
  id: string,
  { outcome, limit, cursor }: ResultQuery,
): Promise<PageOf<TargetResult>> =>
  database.picture((trx) => {
    let rows = trx
      .selectFrom('operation_targets')
      .innerJoin('operations', 'operations.id', 'operation_targets.operation_id')
      .where('operations.connection', '=', connection)
      .where('operation_targets.operation_id', '=', id);
    if (outcome !== undefined) rows = rows.where('operation_targets.outcome', '=', outcome);
    const count = async (counted: typeof rows) => {
      const { n } = await counted.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
      return n;
    };
    const read = async (from: typeof rows, direction: 'asc' | 'desc', most: number) => {
      const page = await from
        .selectAll('operation_targets')
        .orderBy('operation_targets.device_id', direction)
        .limit(most)
        .execute();
      return page.map((row) => ({
        deviceId: row.device_id,
        outcome: row.outcome,
        errorCode: row.error_code,
        errorMessage: row.error_message,
      }));
    };
    const device = 'operation_targets.device_id';
    return readPage<TargetResult>(
      {
        total: () => count(rows),
        countBefore: ([key]) => count(rows.where(device, '<', String(key))),
        after: (key, most) => read(key === null ? rows : rows.where(device, '>', String(key[0])), 'asc', most),
        before: (key, most) => read(key === null ? rows : rows.where(device, '<', String(key[0])), 'desc', most),
        keyOf: (result) => [result.deviceId],
      },
      { limit, cursor, shape: ['string'] },
    );
  });
