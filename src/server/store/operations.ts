import type { TaskRef } from '#shared/domain/task.ts';
import { adoptLate } from './adopt-late.ts';
import { beginOperation } from './begin-operation.ts';
import { claimChunk, claimLook, claimsOf } from './chunk-claims.ts';
import { chunkTransitions } from './chunk-transitions.ts';
import type { Database } from './database.ts';
import { operationOf, resultPage } from './operation-rows.ts';
import type { OperationRepository } from './operation-store.ts';

/**
 * Operations: what people asked for, in chunks of one call to the platform each. Nothing is ever sent without a claim, and
 * every change below makes a new epoch, so that a claim is good for one step only.
 *
 * | Chunk was  | Method        | Chunk is  | Its open devices are                                                         |
 * |------------|---------------|-----------|------------------------------------------------------------------------------|
 * | –          | `begin`       | planned   | planned                                                                      |
 * | planned    | `claim`       | sending   | sending (the lowest planned chunk of an operation that sends no other)        |
 * | sending    | `giveBack`    | planned   | planned: not a byte was sent                                                 |
 * | sending    | `doubt`       | unknown   | as told, else unknown                                                        |
 * | sending    | `orphan`      | unknown   | unknown: the process that sent it is gone                                    |
 * | sending    | `settle`      | settled   | as told; not named: accepted in a create, unknown in a retry                 |
 * | sending    | `refuse`      | settled   | refused                                                                      |
 * | unknown    | `claimLook`   | unknown   | unknown, leased to one that looks                                            |
 * | unknown    | `lookAgain`   | unknown   | unknown, until the next look                                                 |
 * | unknown    | `settle`, `refuse` | settled | as above                                                                  |
 * | unknown    | `resume`      | planned   | as told, or planned again; settled when none is to be sent again             |
 * | unknown    | `needsPerson` | unknown   | unknown; not looked for any more                                             |
 * | unknown    | `adopt`       | settled   | accepted: the task of a create that needed a person came after all           |
 *
 * The operation follows its chunks: `planned` while all are planned, `done` once all are settled (whatever became of single
 * devices), `sending` while one is planned or sent, otherwise `unknown`. Two ends are said, not derived: `refused` (a create
 * that the platform refused) and `needs_person`. Progress is summed from the chunks in the same transaction.
 */
export const operationRepository = (database: Database): OperationRepository => ({
  begin: (input) => beginOperation(database, input),

  findByKey: (personId, key) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('operations')
        .selectAll()
        .where('person_id', '=', personId)
        .where('idempotency_key', '=', key)
        .executeTakeFirst();
      return row === undefined ? null : { operation: operationOf(row), bodyDigest: row.body_digest };
    }),

  find: (connection, id) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('operations')
        .selectAll()
        .where('id', '=', id)
        .where('connection', '=', connection)
        .executeTakeFirst();
      return row === undefined ? null : operationOf(row);
    }),

  payload: (connection, id) =>
    database.run(async (db) => {
      const row = await db
        .selectFrom('operations')
        .select('payload')
        .where('id', '=', id)
        .where('connection', '=', connection)
        .executeTakeFirst();
      return row?.payload ?? null;
    }),

  ofTask: (ref: TaskRef, limit) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('operations')
        .selectAll()
        .where('connection', '=', ref.connection)
        .where('task_id', '=', ref.id)
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(operationOf);
    }),

  creating: (connection, since) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('operations')
        .selectAll()
        .where('connection', '=', connection)
        .where('kind', '=', 'create')
        .where((eb) =>
          eb.or([eb('ended_at', 'is', null), eb.and([eb('task_id', 'is', null), eb('ended_at', '>=', since)])]),
        )
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(operationOf);
    }),

  givenUp: (connection, since) =>
    database.run(async (db) => {
      const rows = await db
        .selectFrom('operations')
        .selectAll()
        .where('connection', '=', connection)
        .where('kind', '=', 'create')
        .where('started_at', '>=', since)
        .where('state', '=', 'needs_person')
        .where('task_id', 'is', null)
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({ operation: operationOf(row), payloadJson: row.payload }));
    }),

  adopt: (connection, id, taskId, at) => adoptLate(database, connection, id, taskId, at),

  results: (connection, id, query) => resultPage(database, connection, id, query),

  claim: (input) => claimChunk(database, input),
  claimsOf: (connection, owner, sentBefore) => claimsOf(database, connection, owner, sentBefore),
  claimLook: (input) => claimLook(database, input),
  ...chunkTransitions(database),

  audit: (limit) =>
    database.run(async (db) => {
      const rows = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit).execute();
      return rows.map((row) => ({
        at: row.at,
        personId: row.person_id,
        personName: row.person_name,
        role: row.role,
        action: row.action,
        connection: row.connection,
        object: row.object,
        operationId: row.operation_id,
      }));
    }),
});
