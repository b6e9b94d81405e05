import type { Task } from '#shared/domain/task.ts';
import type { Database } from './database.ts';
import type { KinRepository } from './kin-store.ts';
import { tasksById } from './task-rows.ts';

export const kinRepository = (database: Database): KinRepository => ({
  of: ({ connection, id }) =>
    database.picture(async (trx) => {
      const made = trx
        .selectFrom('operations')
        .select('id')
        .where('connection', '=', connection)
        .where('task_id', '=', id);
      const parents = await trx.selectFrom('task_kin').select('parent_id').where('operation_id', 'in', made).execute();
      const children = await trx
        .selectFrom('task_kin')
        .innerJoin('operations', 'operations.id', 'task_kin.operation_id')
        .select('operations.task_id')
        .where('task_kin.connection', '=', connection)
        .where('task_kin.parent_id', '=', id)
        .execute();
      const read = async (ids: readonly (string | null)[]): Promise<Task[]> => {
        const others = [...new Set(ids)].flatMap((one) => (one === null || one === id ? [] : [one]));
        return newestFirst(await tasksById(trx, connection, others));
      };
      return {
        madeFrom: await read(parents.map((row) => row.parent_id)),
        followedBy: await read(children.map((row) => row.task_id)),
      };
    }),

  together: (connection, taskIds) =>
    database.picture(async (trx) => {
      const whole = await trx
        .selectFrom('task_copies')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('connection', '=', connection)
        .where('task_id', 'in', [...taskIds])
        .where('complete', '=', 1)
        .executeTakeFirstOrThrow();
      if (whole.n < taskIds.length) return null;
      // Not grouped by device: SQLite would walk all devices of the connection in their order to spare itself the sorting.
      return trx
        .selectFrom('subtasks')
        .select((eb) => [
          eb.fn.count<number>('device_id').distinct().as('devices'),
          eb.fn
            .count<number>(eb.case().when('outcome', '=', 'succeeded').then(eb.ref('device_id')).end())
            .distinct()
            .as('succeeded'),
        ])
        .where('connection', '=', connection)
        .where('task_id', 'in', [...taskIds])
        .executeTakeFirstOrThrow();
    }),
});

const newestFirst = (tasks: Task[]): Task[] =>
  tasks.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
