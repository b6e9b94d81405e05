import { sql } from 'kysely';
import { z } from 'zod';
import { anyOrigin, type TaskField } from '#shared/domain/task-filter.ts';
import type { Database } from './database.ts';
import { fromTasks } from './task-rows.ts';

const columns = {
  kind: sql<string | null>`tasks.kind`,
  space: sql<string | null>`coalesce(origins.space_id, tasks.space_id)`,
  creator: sql<string | null>`coalesce(origins.created_by, ${sql.lit(anyOrigin.elsewhere)})`,
  package: sql<string | null>`tasks.package_ids`,
  group: sql<string | null>`tasks.group_ids`,
  owner: sql<string | null>`notes.owner`,
  tag: sql<string | null>`notes.tags`,
} satisfies Record<TaskField, unknown>;

const listed: ReadonlySet<TaskField> = new Set(['package', 'group', 'tag']);
const Listed = z.array(z.string());

/** See `TaskRepository.values`. */
export const taskValues = (
  database: Database,
  { connection, field, limit }: { connection: string; field: TaskField; limit: number },
): Promise<{ value: string; tasks: number }[]> =>
  database.run(async (db) => {
    const column = columns[field];
    const rows = await fromTasks(db)
      .where('tasks.connection', '=', connection)
      .where('tasks.gone_at', 'is', null)
      .where(sql<boolean>`${column} is not null`)
      .select(column.as('value'))
      .select((eb) => eb.fn.countAll<number>().as('tasks'))
      .groupBy(column)
      .execute();
    const counted = new Map<string, number>();
    for (const { value, tasks } of rows) {
      if (value === null) continue;
      for (const one of listed.has(field) ? Listed.parse(JSON.parse(value)) : [value]) {
        counted.set(one, (counted.get(one) ?? 0) + tasks);
      }
    }
    return [...counted]
      .map(([value, tasks]) => ({ value, tasks }))
      .sort((a, b) => b.tasks - a.tasks || (a.value < b.value ? -1 : 1))
      .slice(0, limit);
  });
