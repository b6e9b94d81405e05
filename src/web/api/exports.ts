import { StandardBracketNotationSerializer } from '@orpc/openapi-client/standard';
import { type ExportOf, type ExportOptions, exportPaths } from '#shared/api/exports.ts';
import type { ExportFormat } from '#shared/domain/export-format.ts';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import type { FailuresFilter } from './failures.ts';
import { given } from './given.ts';
import type { SubtasksFilter } from './tasks.ts';

type FilterOf = {
  tasks: TaskFilter;
  devices: Omit<SubtasksFilter, 'limit' | 'cursor'>;
  failures: Omit<SubtasksFilter, 'limit' | 'cursor' | 'outcome'>;
  'all-failures': FailuresFilter;
};

const serializer = new StandardBracketNotationSerializer();

/** Where a file of a list is: the filter is written as the list's own calls write it. People get the header in their language. */
export function exportUrl<Of extends ExportOf>(
  of: Of,
  { connection, id = '' }: { connection: string; id?: string },
  filter: FilterOf[Of],
  { format, language }: { format: ExportFormat; language: string },
): string {
  const lang: ExportOptions['lang'] = language === 'zh-CN' ? 'zh-CN' : 'en';
  const forPeople = format === 'csv' || format === 'excel';
  const query = new URLSearchParams();
  for (const [name, value] of serializer.serialize({ ...given(filter), format, ...(forPeople && { lang }) }))
    query.append(name, String(value));
  const path = exportPaths[of]
    .replace('{connection}', encodeURIComponent(connection))
    .replace('{taskId}', encodeURIComponent(id));
  return `/api/v1${path}?${query}`;
}
