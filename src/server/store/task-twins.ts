import type { Doubt } from '#shared/domain/operation.ts';
import type { Database, Trx } from './database.ts';
import { operationOf } from './operation-rows.ts';
import { tasksById } from './task-rows.ts';
import type { TwinRepository } from './twin-store.ts';

const madeTwice: Doubt = 'made_twice';

export const twinRepository = (database: Database): TwinRepository => ({
  namesakes: (connection, since) =>
    database.picture(async (trx) => {
      const rows = await trx
        .selectFrom('operations')
        .innerJoin('tasks as task', (join) =>
          join.onRef('task.connection', '=', 'operations.connection').onRef('task.id', '=', 'operations.task_id'),
        )
        .innerJoin('tasks as namesake', (join) =>
          join
            .onRef('namesake.connection', '=', 'task.connection')
            .onRef('namesake.platform_name', '=', 'task.platform_name')
            .onRef('namesake.id', '!=', 'task.id'),
        )
        .leftJoin('task_twins as twins', (join) =>
          join.onRef('twins.connection', '=', 'namesake.connection').onRef('twins.task_id', '=', 'namesake.id'),
        )
        .selectAll('operations')
        .select('namesake.id as namesake_id')
        .where('operations.connection', '=', connection)
        .where('operations.kind', '=', 'create')
        .where('operations.started_at', '>=', since)
        .where('twins.task_id', 'is', null)
        .where('namesake.gone_at', 'is', null)
        .orderBy('namesake.created_at')
        .orderBy('namesake.id')
        .execute();
      const ids = new Set(rows.flatMap((row) => (row.task_id === null ? [] : [row.task_id, row.namesake_id])));
      const tasks = new Map((await tasksById(trx, connection, [...ids])).map((task) => [task.id, task]));
      return rows.flatMap((row) => {
        const [task, namesake] = [tasks.get(row.task_id ?? ''), tasks.get(row.namesake_id)];
        return task === undefined || namesake === undefined ? [] : [{ operation: operationOf(row), task, namesake }];
      });
    }),

  askedAgain: (connection, since) =>
    database.run((db) =>
      db
        .selectFrom('operations as lost')
        .innerJoin('operations as again', (join) =>
          join
            .onRef('again.connection', '=', 'lost.connection')
            .onRef('again.kind', '=', 'lost.kind')
            .onRef('again.devices', '=', 'lost.devices')
            .onRef('again.id', '!=', 'lost.id')
            .onRef('again.task_id', '!=', 'lost.task_id')
            .onRef('again.started_at', '>=', 'lost.started_at')
            .onRef('again.started_at', '<=', 'lost.ended_at'),
        )
        .select(['lost.id as lost', 'again.id as again'])
        .where('lost.connection', '=', connection)
        .where('lost.was_lost', '=', 1)
        .where('lost.started_at', '>=', since)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('task_twins as twins')
                .select('twins.task_id')
                .whereRef('twins.connection', '=', 'lost.connection')
                .where((twin) => {
                  const [one, other] = [twin.ref('lost.task_id'), twin.ref('again.task_id')];
                  const isOf = (task: typeof one, of: typeof one) =>
                    twin.and([twin('twins.task_id', '=', task), twin('twins.twin_id', '=', of)]);
                  return twin.or([isOf(one, other), isOf(other, one)]);
                }),
            ),
          ),
        )
        .orderBy('lost.started_at')
        .orderBy('lost.id')
        .orderBy('again.started_at')
        .orderBy('again.id')
        .execute(),
    ),

  pair: (connection, { kept, duplicate }) =>
    database.change(async (trx) => {
      const inserted = await trx
        .insertInto('task_twins')
        .values({ connection, task_id: duplicate, twin_id: kept, is_duplicate: 1 })
        .onConflict((on) => on.columns(['connection', 'task_id']).doNothing())
        .returning('task_id')
        .executeTakeFirst();
      if (inserted === undefined) return null;
      // One that was kept before may turn out to have a third: the last one found is what has to be stopped.
      await trx
        .insertInto('task_twins')
        .values({ connection, task_id: kept, twin_id: duplicate, is_duplicate: 0 })
        .onConflict((on) =>
          on
            .columns(['connection', 'task_id'])
            .doUpdateSet({ twin_id: duplicate })
            .where('task_twins.is_duplicate', '=', 0),
        )
        .execute();
      const ids = [kept, duplicate];
      await trx
        .updateTable('tasks')
        .set((eb) => ({ rev: eb('rev', '+', 1) }))
        .where('connection', '=', connection)
        .where('id', 'in', ids)
        .execute();
      return { tasks: await tasksById(trx, connection, ids), operations: await tell(trx, connection, ids, duplicate) };
    }),
});

/** The creates that made these tasks say so. */
async function tell(trx: Trx, connection: string, ids: readonly string[], duplicate: string) {
  const rows = await trx
    .updateTable('operations')
    .set((eb) => ({ error_code: madeTwice, error_message: duplicate, rev: eb('rev', '+', 1) }))
    .where('connection', '=', connection)
    .where('kind', '=', 'create')
    .where('task_id', 'in', ids)
    .returningAll()
    .execute();
  return rows.map(operationOf);
}
