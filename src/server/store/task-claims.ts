import { isMoving, TaskState, type TaskRef } from '#shared/domain/task.ts';
import type { Database } from './database.ts';
import { isNoProcess } from './leases.ts';
import type { TaskRepository } from './task-store.ts';

type ClaimDue = Parameters<TaskRepository['claimDue']>[0];
type ClaimWalk = Parameters<TaskRepository['claimWalk']>[0];

/** Walks planned for before 1970 are those that somebody waits for: from here on, one later for each turn they have had. */
const awaitedFrom = -1_000_000_000;

const movingStates = TaskState.options.filter(isMoving);

export const claimDueTasks = (
  database: Database,
  { connection, owner, now, leaseMs, limit }: ClaimDue,
): Promise<TaskRef[]> =>
  database.run(async (db) => {
    const due = db
      .selectFrom('tasks')
      .select('id')
      .where('connection', '=', connection)
      .where('next_look_at', '<=', now)
      .where('state', 'in', movingStates)
      .where('gone_at', 'is', null)
      .where((eb) => eb.or([eb('look_until', 'is', null), eb('look_until', '<=', now)]))
      .orderBy('next_look_at')
      .orderBy('id')
      .limit(limit)
      // Replicas that ask at the same time each get tasks of their own instead of waiting for one another.
      .$if(database.engine === 'postgres', (query) => query.forUpdate().skipLocked());
    const rows = await db
      // As a plain subquery PostgreSQL may run it once per row and, skipping what it has itself locked, go past the limit.
      .with(
        (cte) => cte('due').materialized(),
        () => due,
      )
      .updateTable('tasks')
      .set({ look_owner: owner, look_until: now + leaseMs })
      .where('connection', '=', connection)
      .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
      .returning(['id', 'next_look_at'])
      .execute();
    return rows
      .sort((a, b) => (a.next_look_at ?? 0) - (b.next_look_at ?? 0) || (a.id < b.id ? -1 : 1))
      .map(({ id }) => ({ connection, id }));
  });

export const scheduleLook = (database: Database, ref: TaskRef, nextLookAt: number | null): Promise<void> =>
  database.run(async (db) => {
    await db
      .updateTable('tasks')
      .set({ next_look_at: nextLookAt, look_owner: null, look_until: null })
      .where('connection', '=', ref.connection)
      .where('id', '=', ref.id)
      .execute();
  });

export const claimDueWalk = (
  database: Database,
  { connection, owner, now, leaseMs, withPast = true }: ClaimWalk,
): Promise<TaskRef | null> =>
  database.run(async (db) => {
    const due = db
      .selectFrom('tasks')
      .select('id')
      .where('connection', '=', connection)
      .where('next_walk_at', '<=', now)
      .where('gone_at', 'is', null)
      .where((eb) => eb.or([eb('walk_until', 'is', null), eb('walk_until', '<=', now)]))
      .$if(!withPast, (query) =>
        query.where((eb) =>
          eb.or([
            eb('state', 'in', movingStates),
            eb('next_walk_at', '<', 0),
            eb.exists(
              eb
                .selectFrom('task_copies')
                .select('complete')
                .whereRef('task_copies.connection', '=', 'tasks.connection')
                .whereRef('task_copies.task_id', '=', 'tasks.id')
                .where('complete', '=', 1),
            ),
          ]),
        ),
      )
      .orderBy((eb) => eb('next_walk_at', '<', 0), 'desc')
      .orderBy((eb) => eb.case().when('next_walk_at', '<', 0).then(eb.ref('next_walk_at')).else(0).end())
      .orderBy('failing', 'desc')
      // Of what has ended, the newest is looked for first.
      .orderBy((eb) =>
        eb
          .case()
          .when('state', 'in', movingStates)
          .then(0)
          .else(eb.neg(eb.ref('created_at')))
          .end(),
      )
      .orderBy('next_walk_at')
      .orderBy('id')
      .limit(1)
      .$if(database.engine === 'postgres', (query) => query.forUpdate().skipLocked());
    const row = await db
      .with(
        (cte) => cte('due').materialized(),
        () => due,
      )
      .updateTable('tasks')
      .set((eb) => ({ walk_owner: owner, walk_until: now + leaseMs, walk_rev: eb.ref('rev') }))
      .where('connection', '=', connection)
      .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
      .returning('id')
      .executeTakeFirst();
    return row === undefined ? null : { connection, id: row.id };
  });

export const hurryWalk = (database: Database, ref: TaskRef): Promise<void> =>
  database.run(async (db) => {
    await db
      .updateTable('tasks')
      .set({ next_walk_at: awaitedFrom, walk_owner: null, walk_until: null })
      .where('connection', '=', ref.connection)
      .where('id', '=', ref.id)
      .where((eb) => eb.or([eb('next_walk_at', 'is', null), eb('next_walk_at', '>=', 0)]))
      .execute();
  });

export const pauseWalk = (database: Database, ref: TaskRef, nextWalkAt: number): Promise<void> =>
  database.run(async (db) => {
    await db
      .updateTable('tasks')
      .set((eb) => ({
        next_walk_at: eb
          .case()
          .when('next_walk_at', '<', 0)
          .then(eb('next_walk_at', '+', 1))
          // As a parameter: a time that is part of its text would make every statement another one.
          .else(eb.val(nextWalkAt))
          .end(),
        walk_owner: null,
        walk_until: null,
      }))
      .where('connection', '=', ref.connection)
      .where('id', '=', ref.id)
      .execute();
  });

export const scheduleWalk = (database: Database, ref: TaskRef, nextWalkAt: number | null): Promise<void> =>
  database.run(async (db) => {
    await db
      .updateTable('tasks')
      .set((eb) => ({
        // "Never again" was said of the picture that was walked; when it changed meanwhile, it is due at once.
        next_walk_at:
          nextWalkAt ?? eb.case().when('rev', '=', eb.ref('walk_rev')).then(null).else(eb.ref('seen_at')).end(),
        walk_owner: null,
        walk_until: null,
      }))
      .where('connection', '=', ref.connection)
      .where('id', '=', ref.id)
      .execute();
  });

export const freeTaskClaims = (database: Database, connection: string, living: readonly string[]): Promise<number> =>
  database.change(async (trx) => {
    const freed = new Set<string>();
    for (const [owner, until] of [
      ['look_owner', 'look_until'],
      ['walk_owner', 'walk_until'],
    ] as const) {
      const rows = await trx
        .updateTable('tasks')
        .set({ [owner]: null, [until]: null })
        .where('connection', '=', connection)
        .where(owner, 'is not', null)
        .$if(living.length > 0, (query) => query.where(owner, 'not in', [...living]))
        .where(isNoProcess(`tasks.${owner}`))
        .returning('id')
        .execute();
      for (const { id } of rows) freed.add(id);
    }
    return freed.size;
  });
