import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#shared/domain/task.ts';
import { exportUrl } from '#web/api/exports.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ExportMenu } from '#web/ui/ExportMenu.tsx';
import type { DeviceFilter } from './device-selection.ts';

type Props = {
  task: Task;
  of: 'devices' | 'failures';
  filter: DeviceFilter;
  /** How many devices match. */
  total: number;
};

function Export({ task, of, filter, total }: Props) {
  const { t } = useTranslation('task');
  const { t: common, i18n } = useTranslation('common');
  const formats = useFormats();
  const { outcome, code, message, q } = filter;
  const words = [
    outcome && { of: t(($) => $.devices.outcome), is: common(($) => $.outcome[outcome]) },
    code !== undefined && { of: t(($) => $.devices.code), is: code === '' ? t(($) => $.failures.noCode) : code },
    message !== undefined && {
      of: t(($) => $.devices.columns.error),
      is: message === '' ? t(($) => $.devices.noText) : message,
    },
    q !== undefined && q !== '' && { of: t(($) => $.devices.search), is: q },
    of === 'failures' && {
      of: t(($) => $.devices.outcome),
      is: formats.list([common(($) => $.outcome.failed), common(($) => $.outcome.retry_pending)]),
    },
  ];
  const narrowed = { ...(of === 'devices' && { outcome }), code, message, q };
  return (
    <ExportMenu
      what={common(($) => $.deviceCount, { count: total, shown: formats.count(total) })}
      filter={words.filter((word) => typeof word === 'object').map((word) => `${word.of}: ${word.is}`)}
      urlOf={(format) => exportUrl(of, task, narrowed, { format, language: i18n.language })}
    />
  );
}

/** The devices that the tab shows, as a file. */
export const DevicesExport = memo(Export);
