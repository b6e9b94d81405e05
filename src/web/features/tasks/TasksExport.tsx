import { useTranslation } from 'react-i18next';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import { exportUrl } from '#web/api/exports.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ExportMenu } from '#web/ui/ExportMenu.tsx';

type Props = {
  connection: string;
  filter: TaskFilter;
  /** The filter in the reader's words. */
  words: readonly string[];
  total: number;
};

/** The tasks that the list shows, on all of its pages, as a file. */
export function TasksExport({ connection, filter, words, total }: Props) {
  const { t } = useTranslation('tasks');
  const { i18n } = useTranslation('common');
  const formats = useFormats();
  return (
    <ExportMenu
      what={t(($) => $.exported, { count: total, shown: formats.count(total) })}
      filter={words}
      urlOf={(format) => exportUrl('tasks', { connection }, filter, { format, language: i18n.language })}
    />
  );
}
