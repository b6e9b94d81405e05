import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When a task last changed. What is known of tasks of before is the last sample of their counts. */
export const changedTasks = (): Migration => ({
  async up(db) {
    await sql.raw('alter table tasks add column changed_at bigint not null default 0').execute(db);
    await sql
      .raw(
        `update tasks set changed_at = coalesce(
          (select max(at) from samples where samples.connection = tasks.connection and samples.task_id = tasks.id),
          seen_at)`,
      )
      .execute(db);
  },
});
