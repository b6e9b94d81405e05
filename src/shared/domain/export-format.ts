import { z } from 'zod';

/**
 * `csv`: cells that look like a formula get an apostrophe. `excel`: the same with a byte order mark. `raw`: CSV with every character as
 * it is. `json`: rows as the API has them, with the filter, the time and their number in front.
 */
export const ExportFormat = z.enum(['csv', 'excel', 'raw', 'json']);
export type ExportFormat = z.infer<typeof ExportFormat>;
