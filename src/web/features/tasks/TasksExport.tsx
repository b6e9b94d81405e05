import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import { exportUrl } from '#web/api/exports.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ExportMenu } from '#web/ui/ExportMenu.tsx';
import type { TasksSearch } from './list-row.ts';

type Props = { connection: string; search: TasksSearch; total: number };

/** The tasks that the list shows, on all of its pages, as a file. */
export function TasksExport({ connection, search: { q, kind, state }, total }: Props) {
  const { t } = useTranslation('tasks');
  const { t: common, i18n } = useTranslation('common');
  const formats = useFormats();
  const words = [
    q !== undefined && `${t(($) => $.filter.q)}: ${q}`,
    kind !== undefined && `${t(($) => $.filter.kind)}: ${isKnownKind(kind) ? common(($) => $.kind[kind]) : kind}`,
    state !== undefined && `${t(($) => $.filter.state)}: ${common(($) => $.taskState[state])}`,
  ];
  return (
    <ExportMenu
      what={t(($) => $.exported, { count: total, shown: formats.count(total) })}
      filter={words.filter((word) => word !== false)}
      urlOf={(format) => exportUrl('tasks', { connection }, { q, kind, state }, { format, language: i18n.language })}
    />
  );
}
