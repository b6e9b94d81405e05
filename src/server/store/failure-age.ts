import { type SelectQueryBuilder, sql } from 'kysely';
import { isMoving, TaskState } from '#shared/domain/task.ts';
import type { FailureAge } from './failure-store.ts';
import type { Tables } from './schema.ts';

const movingStates = TaskState.options.filter(isMoving);

/** What ended before its copy was made can no longer change; what did not change since its copy is as fresh as the last look. */
export async function ageOf(tasks: SelectQueryBuilder<Tables, 'tasks', object>): Promise<FailureAge> {
  const { as_of: asOf, uncopied } = await tasks
    .leftJoin('task_copies as copies', (join) =>
      join.onRef('copies.connection', '=', 'tasks.connection').onRef('copies.task_id', '=', 'tasks.id'),
    )
    .where('tasks.failing', '=', 1)
    .where((eb) =>
      eb.or([
        eb('tasks.state', 'in', movingStates),
        eb('copies.at', 'is', null),
        eb('copies.at', '<', eb.ref('tasks.changed_at')),
      ]),
    )
    .select([
      sql<
        number | null
      >`min(case when copies.at < tasks.changed_at then copies.at when copies.at is not null then tasks.seen_at end)`.as(
        'as_of',
      ),
      sql<number | null>`sum(case when copies.at is null then 1 else 0 end)`.as('uncopied'),
    ])
    .executeTakeFirstOrThrow();
  return { asOf: asOf === null ? null : Number(asOf), uncopied: Number(uncopied ?? 0) };
}
