import type { Database, Db } from './database.ts';
import { chunkOf } from './operation-rows.ts';
import { lockOperation, refreshOperation } from './operation-progress.ts';
import type { Chunk, OperationRepository } from './operation-store.ts';

type Claim = Parameters<OperationRepository['claim']>[0];
type ClaimLook = Parameters<OperationRepository['claimLook']>[0];

// A candidate that another process took in between is tried again; so many in a row means the next tick is soon enough.
const attempts = 20;

/** See `OperationRepository.claim`. */
export async function claimChunk(database: Database, { connection, owner, now, only }: Claim): Promise<Chunk | null> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const candidate = await database.run((db) => sendable(db, connection, now, only).executeTakeFirst());
    if (candidate === undefined) return null;
    const claimed = await database.change(async (trx) => {
      const operation = await lockOperation(database, trx, candidate.operation_id);
      // Asked again now that nobody else can change this operation.
      const chunk = await sendable(trx, connection, now, only)
        .where('chunks.operation_id', '=', candidate.operation_id)
        .executeTakeFirst();
      if (operation === null || chunk === undefined) return null;
      const row = await trx
        .updateTable('operation_chunks')
        .set({ state: 'sending', epoch: chunk.epoch + 1, owner, sent_at: now })
        .where('operation_id', '=', chunk.operation_id)
        .where('seq', '=', chunk.seq)
        .where('state', '=', 'planned')
        .where('epoch', '=', chunk.epoch)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) return null;
      await trx
        .updateTable('operation_targets')
        .set({ outcome: 'sending' })
        .where('operation_id', '=', row.operation_id)
        .where('seq', '=', row.seq)
        .where('outcome', '=', 'planned')
        .execute();
      return chunkOf(trx, await refreshOperation(trx, operation, null), row);
    });
    if (claimed !== null) return claimed;
  }
  return null;
}

/** See `OperationRepository.claimsOf`. */
export const claimsOf = (database: Database, connection: string, owner: string, sentBefore: number): Promise<Chunk[]> =>
  database.picture(async (trx) => {
    const rows = await trx
      .selectFrom('operation_chunks')
      .selectAll()
      .where('connection', '=', connection)
      .where('state', '=', 'sending')
      .where('owner', '=', owner)
      .where('sent_at', '<', sentBefore)
      .orderBy('operation_id')
      .orderBy('seq')
      .execute();
    const chunks: Chunk[] = [];
    for (const row of rows) {
      const operation = await trx
        .selectFrom('operations')
        .selectAll()
        .where('id', '=', row.operation_id)
        .executeTakeFirstOrThrow();
      chunks.push(await chunkOf(trx, operation, row));
    }
    return chunks;
  });

/**
 * The lowest planned chunk of each operation that may be sent now. Early chunks go first, so that a small operation does not
 * wait for all of a large one.
 */
const sendable = (db: Db, connection: string, now: number, only: Claim['only']) =>
  db
    .selectFrom('operation_chunks as chunks')
    .innerJoin('operations', 'operations.id', 'chunks.operation_id')
    .select(['chunks.operation_id', 'chunks.seq', 'chunks.epoch'])
    .where('chunks.connection', '=', connection)
    .where('chunks.state', '=', 'planned')
    .where('chunks.not_before', '<=', now)
    .where('operations.ended_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('operations.kind', '=', only ?? 'stop'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('operation_chunks as others')
            .select('others.seq')
            .whereRef('others.operation_id', '=', 'chunks.operation_id')
            .where((other) =>
              other.or([
                other('others.state', '=', 'sending'),
                other.and([other('others.state', '=', 'planned'), other('others.seq', '<', other.ref('chunks.seq'))]),
              ]),
            ),
        ),
      ),
    )
    // Who stops something waits for nobody.
    .orderBy((eb) => eb.case().when('operations.kind', '=', 'stop').then(0).else(1).end())
    .orderBy('chunks.seq')
    .orderBy('operations.started_at')
    .orderBy('operations.id')
    .limit(1);

/** See `OperationRepository.claimLook`. */
export async function claimLook(
  database: Database,
  { connection, owner, now, leaseMs, living = [] }: ClaimLook,
): Promise<Chunk | null> {
  const others = living.filter((other) => other !== owner);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const candidate = await database.run((db) => lookable(db, connection, now, others).executeTakeFirst());
    if (candidate === undefined) return null;
    const claimed = await database.change(async (trx) => {
      const operation = await lockOperation(database, trx, candidate.operation_id);
      const chunk = await lookable(trx, connection, now, others)
        .where('operation_id', '=', candidate.operation_id)
        .executeTakeFirst();
      if (operation === null || chunk === undefined) return null;
      const row = await trx
        .updateTable('operation_chunks')
        .set({ epoch: chunk.epoch + 1, owner, look_until: now + leaseMs })
        .where('operation_id', '=', chunk.operation_id)
        .where('seq', '=', chunk.seq)
        .where('state', '=', 'unknown')
        .where('epoch', '=', chunk.epoch)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : chunkOf(trx, operation, row);
    });
    if (claimed !== null) return claimed;
  }
  return null;
}

const lookable = (db: Db, connection: string, now: number, busy: readonly string[]) =>
  db
    .selectFrom('operation_chunks')
    .select(['operation_id', 'seq', 'epoch'])
    .where('connection', '=', connection)
    .where('state', '=', 'unknown')
    .where('look_at', '<=', now)
    .where((eb) => eb.or([eb('look_until', 'is', null), eb('look_until', '<=', now)]))
    .$if(busy.length > 0, (query) =>
      query.where((eb) => eb.or([eb('look_until', 'is', null), eb('owner', 'not in', [...busy])])),
    )
    .orderBy('look_at')
    .orderBy('operation_id')
    .orderBy('seq')
    .limit(1);
