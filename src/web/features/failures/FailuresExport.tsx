import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import { exportUrl } from '#web/api/exports.ts';
import type { FailuresFilter } from '#web/api/failures.ts';
import { ExportMenu } from '#web/ui/ExportMenu.tsx';
import type { FailuresSearch } from './failures-search.ts';

type Props = {
  connection: string;
  search: FailuresSearch;
  filter: FailuresFilter;
  /** How many failed devices, in words. */
  what: string;
  /** What the chosen group is called; null for the failures of all groups. */
  group?: string | null;
};

/** Failed devices of all tasks, or those of the chosen group, as a file. */
export function FailuresExport({ connection, search, filter, what, group = null }: Props) {
  const { t } = useTranslation('failures');
  const { t: common, i18n } = useTranslation('common');
  const { by, kind, range, task, q } = search;
  const words = [
    kind !== undefined && { of: t(($) => $.filter.kind), is: isKnownKind(kind) ? common(($) => $.kind[kind]) : kind },
    range !== undefined && { of: t(($) => $.filter.range), is: t(($) => $.range[range]) },
    task !== undefined && { of: t(($) => $.column.task), is: task },
    q !== undefined && { of: t(($) => $.filter.device), is: q },
    group !== null && { of: t(($) => $.by[by]), is: group },
  ];
  return (
    <ExportMenu
      what={what}
      filter={words.filter((word) => typeof word === 'object').map((word) => `${word.of}: ${word.is}`)}
      urlOf={(format) => exportUrl('all-failures', { connection }, filter, { format, language: i18n.language })}
    />
  );
}
