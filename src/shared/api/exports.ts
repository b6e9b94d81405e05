import { z } from 'zod';

const base = '/connections/{connection}/exports/tasks' as const;

/**
 * Files of what a page shows, as `GET` below `/api/v1`. They are streamed, so they are no procedures. The query is that of the list
 * the page shows (`tasks.list`, `tasks.subtasks`) without `limit` and `cursor`, and `ExportOptions`. `failures` are the devices that
 * have failed, or wait for the platform's next try.
 */
export const exportPaths = {
  tasks: base,
  devices: `${base}/{taskId}/devices`,
  failures: `${base}/{taskId}/failures`,
} as const;
export type ExportOf = keyof typeof exportPaths;

/**
 * `csv`: cells that look like a formula get an apostrophe. `excel`: the same with a byte order mark. `raw`: CSV with every character as
 * it is. `json`: rows as the API has them, with the filter, the time and their number in front.
 */
export const ExportFormat = z.enum(['csv', 'excel', 'raw', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportOptions = z.object({
  format: ExportFormat.default('csv'),
  /** The language of the header row. Without one its words are the names of the fields, which never change. */
  lang: z.enum(['en', 'zh-CN']).optional(),
});
export type ExportOptions = z.infer<typeof ExportOptions>;
