import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/domain/failures.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import { DeviceLink } from '#web/ui/DeviceLink.tsx';
import { KindText } from '#web/ui/KindText.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import parts from '#web/ui/parts.module.css';
import { FailureReason } from './FailureReason.tsx';

export function useFailureColumns(connection: string): GridColumn<Failure>[] {
  const { t } = useTranslation('failures');
  return useMemo(
    () => [
      {
        id: 'device',
        header: t(($) => $.column.device),
        width: 160,
        grows: true,
        cell: ({ deviceId }) => <DeviceLink connection={connection} deviceId={deviceId} />,
      },
      {
        id: 'task',
        header: t(($) => $.column.task),
        width: 150,
        grows: true,
        cell: ({ taskId, taskName, kind }) => (
          <>
            <TextLink
              className={parts.clip ?? ''}
              title={taskName}
              to="/c/$connection/tasks/$taskId"
              params={{ connection, taskId }}
            >
              {taskName}
            </TextLink>
            <span className={`${parts.clip} ${parts.small}`}>
              <KindText kind={kind} />
            </span>
          </>
        ),
      },
      {
        id: 'error',
        header: t(($) => $.column.error),
        width: 150,
        grows: true,
        cell: (row) => <FailureReason row={row} />,
      },
      {
        id: 'attempts',
        header: t(($) => $.column.attempts),
        width: 58,
        align: 'right',
        hideBelow: 560,
        cell: ({ attempts }) => attempts,
      },
      { id: 'since', header: t(($) => $.column.since), width: 110, cell: ({ since }) => <TimeText at={since} /> },
    ],
    [connection, t],
  );
}
