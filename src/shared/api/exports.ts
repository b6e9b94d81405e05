import { z } from 'zod';
import { ExportFormat } from '#shared/domain/export-format.ts';

const exported = '/connections/{connection}/exports' as const;
const base = `${exported}/tasks` as const;

/**
 * Files of what a page shows, as `GET` below `/api/v1`. They are streamed, so they are no procedures. The query is that of the list
 * the page shows (`tasks.list`, `tasks.subtasks`, `failures.list`) without `limit` and `cursor`, and `ExportOptions`. `failures` are the devices that
 * have failed, or wait for the platform's next try; `all-failures` are those of every task.
 */
export const exportPaths = {
  tasks: base,
  devices: `${base}/{taskId}/devices`,
  failures: `${base}/{taskId}/failures`,
  'all-failures': `${exported}/failures`,
} as const;
export type ExportOf = keyof typeof exportPaths;

export const ExportOptions = z.object({
  format: ExportFormat.default('csv'),
  /** The language of the header row. Without one its words are the names of the fields, which never change. */
  lang: z.enum(['en', 'zh-CN']).optional(),
});
export type ExportOptions = z.infer<typeof ExportOptions>;
