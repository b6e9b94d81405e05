import type { Database, Trx } from './database.ts';

/** Answers of calls that were under way may be this old when they are written down; what is further ahead has another cause. */
const answerMs = 60_000;
/** Nothing is planned further ahead than this. */
const planMs = 3_600_000;

/**
 * After the clock was set back, what was seen before it would count as newer than everything seen now, and what was planned would
 * wait until the clock has caught up. Brings both to `now`; answers of how many tasks.
 */
export const repairClock = (database: Database, now: number): Promise<number> =>
  database.change(async (trx) => {
    const ahead = await trx
      .updateTable('tasks')
      .set({ seen_at: now })
      .where('seen_at', '>', now + answerMs)
      .returning(['connection', 'id'])
      .execute();
    for (const task of ahead) {
      await trx
        .updateTable('subtasks')
        .set({ seen_at: now })
        .where('connection', '=', task.connection)
        .where('task_id', '=', task.id)
        .where('seen_at', '>', now)
        .execute();
    }
    await trx
      .updateTable('tasks')
      .set({ gone_at: now })
      .where('gone_at', '>', now + answerMs)
      .execute();
    await repairPlans(trx, now);
    return ahead.length;
  });

async function repairPlans(trx: Trx, now: number) {
  for (const [plan, until] of [
    ['next_look_at', 'look_until'],
    ['next_walk_at', 'walk_until'],
  ] as const) {
    await trx
      .updateTable('tasks')
      .set({ [plan]: now })
      .where(plan, '>', now + planMs)
      .execute();
    await trx
      .updateTable('tasks')
      .set({ [until]: null })
      .where(until, '>', now + planMs)
      .execute();
  }
}
