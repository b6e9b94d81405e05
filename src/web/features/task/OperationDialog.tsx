import { Modal } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { operationQuery } from '#web/api/operations.ts';
import { OperationView } from './OperationView.tsx';
import { Panel } from './Panel.tsx';

type Props = { connection: string; operationId: string | undefined; taskName: string; onClose(): void };

/** An operation of the history, opened by the address. */
export function OperationDialog({ connection, operationId, taskName, onClose }: Props) {
  const { t } = useTranslation('common');
  return (
    <Modal
      opened={operationId !== undefined}
      onClose={onClose}
      title={taskName}
      centered
      size="xl"
      closeButtonProps={{ 'aria-label': t(($) => $.close) }}
    >
      {operationId !== undefined && (
        <Panel height={200}>
          <Opened connection={connection} operationId={operationId} onClose={onClose} />
        </Panel>
      )}
    </Modal>
  );
}

function Opened({ connection, operationId, onClose }: { connection: string; operationId: string; onClose(): void }) {
  const { data } = useSuspenseQuery(operationQuery({ connection, operationId }));
  return <OperationView begun={data} onClose={onClose} />;
}
