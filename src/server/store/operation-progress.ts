import type { OperationState } from '#shared/domain/operation.ts';
import type { Database, Trx } from './database.ts';
import type { ChunkRow, OperationRow } from './schema.ts';

/** An end that is said rather than derived. */
export type Verdict = { state: 'refused' | 'needs_person'; code: string | null; message: string | null };

/** Makes the operation this transaction's until it ends, so that its chunks change one after another. Null: there is none. */
export async function lockOperation(database: Database, trx: Trx, id: string): Promise<OperationRow | null> {
  const row = await trx
    .selectFrom('operations')
    .selectAll()
    .where('id', '=', id)
    // SQLite's write transactions are alone anyway.
    .$if(database.engine === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

/** Writes what the present outcomes of a chunk's devices add up to. */
export async function countChunk(trx: Trx, chunk: ChunkRow): Promise<void> {
  const rows = await trx
    .selectFrom('operation_targets')
    .select((eb) => ['outcome', eb.fn.countAll<number>().as('n')])
    .where('operation_id', '=', chunk.operation_id)
    .where('seq', '=', chunk.seq)
    .groupBy('outcome')
    .execute();
  const countOf = (outcome: string) => rows.find((row) => row.outcome === outcome)?.n ?? 0;
  await trx
    .updateTable('operation_chunks')
    .set({ accepted: countOf('accepted'), refused: countOf('refused'), unknown: countOf('unknown') })
    .where('operation_id', '=', chunk.operation_id)
    .where('seq', '=', chunk.seq)
    .execute();
}

/**
 * Derives the operation's state and progress from its chunks and makes the next `rev`. `endedAt` is when it ended, should this
 * change have ended it. A verdict once spoken stays. `waits` goes with the reason why a chunk was given back.
 */
export async function refreshOperation(
  trx: Trx,
  operation: OperationRow,
  endedAt: number | null,
  change: { taskId?: string | null; verdict?: Verdict; waits?: string | null } = {},
): Promise<OperationRow> {
  const chunks = await trx
    .selectFrom('operation_chunks')
    .select(['state', 'reason', 'accepted', 'refused', 'unknown'])
    .where('operation_id', '=', operation.id)
    .orderBy('seq')
    .execute();
  const sum = (count: 'accepted' | 'refused' | 'unknown') => chunks.reduce((total, chunk) => total + chunk[count], 0);
  const derived = stateOf(chunks.map((chunk) => chunk.state));
  const reasonOf = (state: ChunkRow['state']) => chunks.find((chunk) => chunk.state === state)?.reason ?? null;
  // Of a chunk that was given back the reason says why it waits.
  const doubt = reasonOf('unknown') ?? reasonOf('planned');
  const verdict = change.verdict ?? verdictIn(operation);
  return trx
    .updateTable('operations')
    .set({
      state: verdict?.state ?? derived,
      task_id: change.taskId ?? operation.task_id,
      accepted: sum('accepted'),
      refused: sum('refused'),
      unknown: sum('unknown'),
      chunks_settled: chunks.filter((chunk) => chunk.state === 'settled').length,
      ended_at: operation.ended_at ?? (verdict !== null || derived === 'done' ? endedAt : null),
      error_code: verdict === null ? doubt : verdict.code,
      error_message: verdict === null ? (change.waits ?? null) : verdict.message,
      rev: operation.rev + 1,
    })
    .where('id', '=', operation.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

function verdictIn({ state, error_code: code, error_message: message }: OperationRow): Verdict | null {
  return state === 'refused' || state === 'needs_person' ? { state, code, message } : null;
}

function stateOf(chunks: readonly ChunkRow['state'][]): OperationState {
  if (chunks.every((state) => state === 'planned')) return 'planned';
  if (chunks.every((state) => state === 'settled')) return 'done';
  return chunks.some((state) => state === 'planned' || state === 'sending') ? 'sending' : 'unknown';
}
