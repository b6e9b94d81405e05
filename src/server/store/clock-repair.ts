import type { Database, Trx } from './database.ts';

/** Answers of calls that were under way may be this old when they are written down; what is further ahead has another cause. */
const answerMs = 60_000;
/** No look or call is planned further ahead than this. */
const planMs = 900_000;
/** Longer than a signed request is taken for good. */
const fenceMs = 3_600_000;
/** How long ago something counts as sent of which this is not known any more: too long to conclude anything from what is seen now. */
const longAgoMs = 3_600_000;

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
    // Where something was seen ahead, the clock was set back for sure, and what is planned for later is too.
    const latest = now + (ahead.length > 0 ? answerMs : planMs);
    await repairPlans(trx, now, latest);
    await repairChunks(trx, now, latest);
    await trx.updateTable('connection_marks').set({ indexed_at: now }).where('indexed_at', '>', latest).execute();
    return ahead.length;
  });

async function repairPlans(trx: Trx, now: number, latest: number) {
  for (const [plan, until] of [
    ['next_look_at', 'look_until'],
    ['next_walk_at', 'walk_until'],
  ] as const) {
    await trx
      .updateTable('tasks')
      .set({ [plan]: now })
      .where(plan, '>', latest)
      .execute();
    await trx
      .updateTable('tasks')
      .set({ [until]: null })
      .where(until, '>', latest)
      .execute();
  }
}

async function repairChunks(trx: Trx, now: number, latest: number) {
  const chunks = trx.updateTable('operation_chunks');
  await chunks.set({ not_before: now }).where('state', '=', 'planned').where('not_before', '>', latest).execute();
  await chunks.set({ look_at: now }).where('state', '=', 'unknown').where('look_at', '>', latest).execute();
  await chunks.set({ look_until: null }).where('state', '=', 'unknown').where('look_until', '>', latest).execute();
  await chunks
    .set({ fenced_at: now + fenceMs })
    .where('fenced_at', '>', now + fenceMs)
    .execute();
  // A create can still take effect; of what was done to devices nothing is proven any more by how they are now.
  const creates = trx.selectFrom('operations').select('id').where('kind', '=', 'create');
  await chunks
    .set({ sent_at: now })
    .where('sent_at', '>', now + answerMs)
    .where('operation_id', 'in', creates)
    .execute();
  await chunks
    .set({ sent_at: now - longAgoMs })
    .where('sent_at', '>', now + answerMs)
    .execute();
}
