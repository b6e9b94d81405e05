import type { Operation, TargetOutcome, TargetResult } from '#shared/domain/operation.ts';
import { slices, type Database, type Trx } from './database.ts';
import { operationOf } from './operation-rows.ts';
import { countChunk, lockOperation, refreshOperation, type Verdict } from './operation-progress.ts';
import { isNoProcess } from './leases.ts';
import type { ChunkRow, OperationRow } from './schema.ts';
import type { Chunk, ChunkState, OperationRepository } from './operation-store.ts';

type Transitions = Pick<
  OperationRepository,
  'giveBack' | 'settle' | 'refuse' | 'doubt' | 'orphan' | 'lookAgain' | 'resume' | 'needsPerson'
>;

/** What a claim allows: the locked rows, as they were. */
type Held = { trx: Trx; operation: OperationRow; row: ChunkRow };

const idsPerStatement = 5_000;
/** Why a chunk is unknown whose process ended before it could tell. */
const processEnded = 'process_ended';

export function chunkTransitions(database: Database): Transitions {
  /** Runs `work` when the claim is still good, then derives the operation anew. Null when it is void: nothing changed. */
  const step = (
    chunk: Chunk,
    from: readonly ChunkState[],
    work: (
      held: Held,
    ) => Promise<{ at: number | null; taskId?: string | null; verdict?: Verdict; waits?: string | null } | null>,
  ): Promise<Operation | null> =>
    database.change(async (trx) => {
      const operation = await lockOperation(database, trx, chunk.operation.id);
      const row = await trx
        .selectFrom('operation_chunks')
        .selectAll()
        .where('operation_id', '=', chunk.operation.id)
        .where('seq', '=', chunk.seq)
        .where('epoch', '=', chunk.epoch)
        .where('state', '=', chunk.state)
        .executeTakeFirst();
      if (operation === null || row === undefined || !from.includes(row.state)) return null;
      const end = await work({ trx, operation, row });
      return operationOf(await refreshOperation(trx, operation, end?.at ?? null, end ?? {}));
    });

  return {
    giveBack: (chunk, notBefore, reason = null, message = null) =>
      step(chunk, ['sending'], async (held) => {
        await moveDevices(held, 'sending', { outcome: 'planned' });
        await moveChunk(held, { ...toPlanned, not_before: notBefore, reason });
        return { at: null, waits: message };
      }),

    settle: (chunk, results, done, at) =>
      step(chunk, ['sending', 'unknown'], async (held) => {
        const open = openOutcome(held.row);
        await applyResults(held, open, results);
        // A create is accepted or refused as a whole; a device that a retry's answer leaves out may have been started or not.
        const rest = held.operation.kind === 'create' ? 'accepted' : 'unknown';
        await moveDevices(held, open, { outcome: rest });
        await moveChunk(held, { ...toSettled, request_id: done.requestId });
        await recount(held, { accepted: held.row.devices });
        return { at, taskId: done.taskId };
      }),

    refuse: (chunk, error, at) =>
      step(chunk, ['sending', 'unknown'], async (held) => {
        const refused = { outcome: 'refused', error_code: error.code, error_message: error.message } as const;
        await moveDevices(held, openOutcome(held.row), refused);
        await moveChunk(held, { ...toSettled, request_id: error.requestId });
        await recount(held, { refused: held.row.devices });
        // What was refused as a whole is refused; of a list the other calls go on.
        if (held.operation.kind !== 'create' && held.row.listed === 1) return { at };
        return { at, verdict: { state: 'refused', code: error.code, message: error.message } };
      }),

    doubt: (chunk, { reason, fencedAt, lookAt, known = [] }) =>
      step(chunk, ['sending'], async (held) => {
        await applyResults(held, 'sending', known);
        await toUnknown(held, { reason, fencedAt, lookAt });
        return null;
      }),

    async orphan(connection, livingOwners, now, fencedAt) {
      await freeLooks(database, connection, livingOwners);
      return database.change(async (trx) => {
        const orphans = await orphansOf(trx, connection, livingOwners);
        const touched: Operation[] = [];
        for (const operationId of new Set(orphans.map((row) => row.operation_id))) {
          const operation = await lockOperation(database, trx, operationId);
          // Asked again under the lock: its owner may have settled it meanwhile.
          const rows = (await orphansOf(trx, connection, livingOwners)).filter(
            (row) => row.operation_id === operationId,
          );
          if (operation === null || rows.length === 0) continue;
          for (const row of rows) {
            const fence = row.sent_at === null ? null : fencedAt(row.sent_at);
            await toUnknown({ trx, operation, row }, { reason: processEnded, fencedAt: fence, lookAt: now });
          }
          touched.push(operationOf(await refreshOperation(trx, operation, null)));
        }
        return touched;
      });
    },

    lookAgain: (chunk, lookAt) =>
      step(chunk, ['unknown'], async (held) => {
        await moveChunk(held, { look_at: lookAt, look_until: null, looks: held.row.looks + 1 });
        return null;
      }),

    resume: (chunk, accepted, again, at) =>
      step(chunk, ['unknown'], async (held) => {
        if (held.operation.kind === 'create') throw new RangeError('A create is never sent again.');
        if (held.row.listed === 0) {
          await moveChunk(held, { ...toPlanned, not_before: at });
          await recount(held, {});
          return { at: null };
        }
        await applyResults(held, 'unknown', accepted);
        for (const ids of slices(again, idsPerStatement))
          await moveDevices(held, 'unknown', { outcome: 'planned' }, ids);
        const planned = await held.trx
          .selectFrom('operation_targets')
          .select('device_id')
          .where('operation_id', '=', held.row.operation_id)
          .where('seq', '=', held.row.seq)
          .where('outcome', '=', 'planned')
          .limit(1)
          .executeTakeFirst();
        await moveChunk(held, planned === undefined ? toSettled : { ...toPlanned, not_before: at });
        await recount(held, {});
        return { at };
      }),

    needsPerson: (chunk, reason, at, message = null) =>
      step(chunk, ['unknown'], async (held) => {
        await moveChunk(held, { reason, look_at: null, look_until: null });
        return { at, verdict: { state: 'needs_person', code: reason, message } };
      }),
  };
}

const noDoubt = { owner: null, fenced_at: null, look_at: null, look_until: null, looks: 0, reason: null } as const;
const toPlanned = { ...noDoubt, state: 'planned', sent_at: null } as const;
const toSettled = { ...noDoubt, state: 'settled' } as const;

const openOutcome = (row: ChunkRow): TargetOutcome => (row.state === 'unknown' ? 'unknown' : 'sending');

/** Changes the chunk and makes its claim void. */
async function moveChunk({ trx, row }: Held, change: Partial<ChunkRow>): Promise<void> {
  await trx
    .updateTable('operation_chunks')
    .set({ ...change, epoch: row.epoch + 1 })
    .where('operation_id', '=', row.operation_id)
    .where('seq', '=', row.seq)
    .execute();
}

async function moveDevices(
  { trx, row }: Held,
  from: TargetOutcome,
  to: { outcome: TargetOutcome; error_code?: string | null; error_message?: string | null },
  deviceIds?: readonly string[],
): Promise<void> {
  let devices = trx
    .updateTable('operation_targets')
    .set(to)
    .where('operation_id', '=', row.operation_id)
    .where('seq', '=', row.seq)
    .where('outcome', '=', from);
  if (deviceIds !== undefined) devices = devices.where('device_id', 'in', [...deviceIds]);
  await devices.execute();
}

/** Writes the results of devices that are open in this chunk; others are left alone, as are results that say nothing final. */
async function applyResults(held: Held, open: TargetOutcome, results: readonly TargetResult[]): Promise<void> {
  const final = results.filter((result) => result.outcome === 'accepted' || result.outcome === 'refused');
  const alike = Map.groupBy(final, (result) => JSON.stringify([result.outcome, result.errorCode, result.errorMessage]));
  for (const group of alike.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const to = { outcome: first.outcome, error_code: first.errorCode, error_message: first.errorMessage };
    for (const slice of slices(group, idsPerStatement)) {
      await moveDevices(
        held,
        open,
        to,
        slice.map((result) => result.deviceId),
      );
    }
  }
}

/** Counts listed devices; of a chunk that only knows their number, `whole` says what became of all of them. */
async function recount(
  { trx, row }: Held,
  whole: { accepted?: number; refused?: number; unknown?: number },
): Promise<void> {
  if (row.listed === 1) return countChunk(trx, row);
  await trx
    .updateTable('operation_chunks')
    .set({ accepted: 0, refused: 0, unknown: 0, ...whole })
    .where('operation_id', '=', row.operation_id)
    .where('seq', '=', row.seq)
    .execute();
}

async function toUnknown(
  held: Held,
  { reason, fencedAt, lookAt }: { reason: string; fencedAt: number | null; lookAt: number },
): Promise<void> {
  await moveDevices(held, 'sending', { outcome: 'unknown' });
  await moveChunk(held, { ...noDoubt, state: 'unknown', reason, fenced_at: fencedAt, look_at: lookAt });
  await recount(held, { unknown: held.row.devices });
  if (held.operation.kind === 'create') await markLost(held);
}

/** Of a create that is found later, another may have been made meanwhile. */
const markLost = ({ trx, operation }: Held): Promise<unknown> =>
  trx.updateTable('operations').set({ was_lost: 1 }).where('id', '=', operation.id).execute();

const orphansOf = (trx: Trx, connection: string, livingOwners: readonly string[]): Promise<ChunkRow[]> =>
  trx
    .selectFrom('operation_chunks')
    .selectAll()
    .where('connection', '=', connection)
    .where('state', '=', 'sending')
    .$if(livingOwners.length > 0, (query) => query.where('owner', 'not in', [...livingOwners]))
    .where(isNoProcess('operation_chunks.owner'))
    .orderBy('operation_id')
    .orderBy('seq')
    .execute();

/** Looks that a process took with it: whoever is alive may begin them again at once. */
const freeLooks = (database: Database, connection: string, livingOwners: readonly string[]): Promise<unknown> =>
  database.run((db) =>
    db
      .updateTable('operation_chunks')
      .set({ look_until: null })
      .where('connection', '=', connection)
      .where('state', '=', 'unknown')
      .where('look_until', 'is not', null)
      .$if(livingOwners.length > 0, (query) => query.where('owner', 'not in', [...livingOwners]))
      .where(isNoProcess('operation_chunks.owner'))
      .execute(),
  );
