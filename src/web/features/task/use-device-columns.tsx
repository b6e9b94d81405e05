import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subtask } from '#shared/domain/task.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { useReasons } from '#web/i18n/use-reasons.ts';
import { outcomeLooks } from '#web/ui/looks.ts';
import { outcomeLabel } from '#web/ui/OutcomeBadge.tsx';
import parts from '#web/ui/parts.module.css';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { errorLines, errorText } from './DeviceError.tsx';
import classes from './DeviceError.module.css';
import names from './DeviceName.module.css';
import { DeviceName } from './DeviceName.tsx';

/** The columns of a task's devices. Words come from here, so that no cell has to listen for another language by itself. */
export function useDeviceColumns(connection: string): GridColumn<Subtask>[] {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const explain = useReasons();
  return useMemo(
    () => [
      {
        id: 'device',
        header: t(($) => $.devices.columns.device),
        width: 230,
        grows: true,
        className: names.name,
        cell: ({ deviceId }) => (
          <DeviceName
            connection={connection}
            deviceId={deviceId}
            copyLabel={`${common(($) => $.copy.deviceId)} ${deviceId}`}
          />
        ),
      },
      {
        id: 'outcome',
        header: t(($) => $.devices.columns.outcome),
        width: 150,
        cell: ({ outcome, rawOutcome }) => (
          <StatusBadge
            look={outcomeLooks[outcome]}
            label={outcomeLabel(
              common(($) => $.outcome[outcome]),
              outcome,
              rawOutcome,
            )}
            raw={rawOutcome}
          />
        ),
      },
      {
        id: 'error',
        header: t(($) => $.devices.columns.error),
        width: 260,
        grows: true,
        hint: errorText,
        className: classes.lines,
        cell: (row) => errorLines(row, explain),
      },
      {
        id: 'output',
        header: t(($) => $.devices.columns.output),
        width: 120,
        hideBelow: 900,
        className: parts.clip,
        title: ({ output }) => output,
        cell: ({ output }) => output,
      },
      {
        id: 'attempts',
        header: t(($) => $.devices.columns.attempts),
        width: 64,
        align: 'right',
        hideBelow: 760,
        cell: ({ attempts }) => attempts,
      },
      {
        id: 'since',
        header: t(($) => $.devices.columns.since),
        width: 120,
        cell: ({ since }) => <TimeText at={since} />,
      },
    ],
    [connection, t, common, explain],
  );
}
