import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { stoppableOutcomes } from '#shared/domain/actions.ts';
import { counterOf } from '#shared/domain/counting.ts';
import type { ControlSelection } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { confirmMutation, type ControlKind, deleteMutation, stopMutation } from '#web/api/control.ts';
import { failureOf } from '#web/api/problem.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { OperationView } from './OperationView.tsx';
import classes from './RetryDialog.module.css';

/** What is to be done with the task as a whole, or with devices that were chosen. `of`: with another task than the page's. */
export type ControlRequest = { kind: ControlKind; deviceIds?: readonly string[]; of?: Task };

type Props = {
  task: Task;
  request: ControlRequest;
  /** One per opening: pressing the button twice, or again after a lost answer, does it once. */
  idempotencyKey: string;
  opened: boolean;
  onClose(): void;
  onBegun(): void;
};

/** Says what stopping, confirming or deleting will do, and asks once; after the answer it shows what becomes of it. */
export function ControlDialog({ task, request, idempotencyKey, opened, onClose, onBegun }: Props) {
  const { t } = useTranslation('task');
  const refusals = useTranslation('errors').t;
  const { kind, deviceIds } = request;
  const mutations = {
    stop: useMutation({ ...stopMutation(task, idempotencyKey), onSuccess: onBegun }),
    confirm: useMutation({ ...confirmMutation(task, idempotencyKey), onSuccess: onBegun }),
    delete: useMutation({ ...deleteMutation(task, idempotencyKey), onSuccess: onBegun }),
  };
  const { data, error, isPending } = mutations[kind];
  const ref = { connection: task.connection, taskId: task.id };
  const isWhole = deviceIds === undefined;
  const count = deviceIds?.length ?? (kind === 'confirm' ? task.counts.waiting : stoppable(task));
  const which: ControlSelection = isWhole ? { by: 'all' } : { by: 'devices', deviceIds: [...deviceIds] };
  const go = () => {
    if (kind === 'delete') mutations.delete.mutate(ref);
    else if (kind === 'stop') mutations.stop.mutate({ ...ref, which });
    // Others may come to wait while the question stands.
    else mutations.confirm.mutate({ ...ref, which: isWhole ? { by: 'all', atMost: count } : which });
  };
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={isWhole ? t(($) => $.control[kind].title, { name: task.name }) : t(($) => $.control[kind].titleChosen)}
      confirmLabel={
        kind === 'stop' && isWhole ? t(($) => $.control.stop.confirmTask) : t(($) => $.control[kind].confirm, { count })
      }
      onConfirm={go}
      busy={isPending}
      reason={kind === 'confirm' && count === 0 ? refusals(($) => $.refusal.no_device_waits) : null}
      danger={kind !== 'confirm'}
      answer={data && <OperationView begun={data} onClose={onClose} />}
    >
      <div className={classes.question}>
        {kind === 'stop' && (isWhole ? <WhatStops task={task} /> : <p>{t(($) => $.control.stop.chosen)}</p>)}
        {kind === 'confirm' && (
          <p>{isWhole ? t(($) => $.control.confirm.happens) : t(($) => $.control.confirm.happensChosen)}</p>
        )}
        {kind === 'delete' && <p>{t(($) => $.control.delete.happens)}</p>}
        <p>{t(($) => $.control[kind].after)}</p>
        {error !== null && <ErrorPanel failure={failureOf(error)} />}
      </div>
    </Confirm>
  );
}

const stoppable = ({ counts }: Task): number =>
  stoppableOutcomes.reduce((sum, outcome) => sum + counts[counterOf[outcome]], 0);

/** What a stop does to the devices of each outcome. */
function WhatStops({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const { counts } = task;
  const ended = counts.succeeded + counts.failed + counts.stopped + counts.removed;
  const present = stoppableOutcomes.filter((outcome) => counts[counterOf[outcome]] > 0);
  return (
    <ul className={classes.list}>
      {present.map((outcome) => (
        <li key={outcome}>{t(($) => $.control.stop.happens[outcome], { count: counts[counterOf[outcome]] })}</li>
      ))}
      {ended > 0 && <li>{t(($) => $.control.stop.happens.ended, { count: ended })}</li>}
    </ul>
  );
}
