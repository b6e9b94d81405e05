import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Subtask } from '#shared/domain/task.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { OutcomeBadge } from '#web/ui/OutcomeBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { DeviceError } from './DeviceError.tsx';
import classes from './DeviceError.module.css';
import { DeviceName } from './DeviceName.tsx';

export function useDeviceColumns(connection: string): GridColumn<Subtask>[] {
  const { t } = useTranslation('task');
  return useMemo(
    () => [
      {
        id: 'device',
        header: t(($) => $.devices.columns.device),
        width: 230,
        grows: true,
        cell: ({ deviceId }) => <DeviceName connection={connection} deviceId={deviceId} />,
      },
      {
        id: 'outcome',
        header: t(($) => $.devices.columns.outcome),
        width: 150,
        cell: ({ outcome, rawOutcome }) => <OutcomeBadge outcome={outcome} rawOutcome={rawOutcome} />,
      },
      {
        id: 'error',
        header: t(($) => $.devices.columns.error),
        width: 260,
        grows: true,
        cell: (row) => <DeviceError row={row} />,
      },
      {
        id: 'output',
        header: t(($) => $.devices.columns.output),
        width: 120,
        hideBelow: 900,
        cell: ({ output }) =>
          output !== null && (
            <span className={classes.clip} title={output}>
              {output}
            </span>
          ),
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
    [connection, t],
  );
}
