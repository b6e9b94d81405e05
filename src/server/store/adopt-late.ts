import type { Doubt, Operation } from '#shared/domain/operation.ts';
import type { Database } from './database.ts';
import { lockOperation } from './operation-progress.ts';
import { operationOf } from './operation-rows.ts';

const arrivedLate: Doubt = 'arrived_late';

/** See `OperationRepository.adopt`. Needs no claim: nobody looks any more for what was given to a person. */
export const adoptLate = (
  database: Database,
  connection: string,
  id: string,
  taskId: string,
  at: number,
): Promise<Operation | null> =>
  database.change(async (trx) => {
    const operation = await lockOperation(database, trx, id);
    const isLost = operation?.kind === 'create' && operation.state === 'needs_person' && operation.task_id === null;
    if (!isLost || operation.connection !== connection) return null;
    await trx
      .updateTable('operation_targets')
      .set({ outcome: 'accepted' })
      .where('operation_id', '=', id)
      .where('outcome', '=', 'unknown')
      .execute();
    await trx
      .updateTable('operation_chunks')
      .set((eb) => ({
        state: 'settled',
        epoch: eb('epoch', '+', 1),
        owner: null,
        fenced_at: null,
        reason: null,
        accepted: eb.ref('devices'),
        unknown: 0,
      }))
      .where('operation_id', '=', id)
      .execute();
    const row = await trx
      .updateTable('operations')
      .set((eb) => ({
        state: 'done',
        task_id: taskId,
        accepted: eb.ref('devices'),
        unknown: 0,
        chunks_settled: eb.ref('chunks'),
        ended_at: at,
        error_code: arrivedLate,
        error_message: null,
        rev: eb('rev', '+', 1),
      }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return operationOf(row);
  });
