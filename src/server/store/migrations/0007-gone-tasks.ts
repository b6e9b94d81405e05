import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When it was found that the platform no longer has a task; such tasks are few. */
export const goneTasks = (): Migration => ({
  async up(db) {
    await sql.raw('alter table tasks add column gone_at bigint').execute(db);
  },
});
