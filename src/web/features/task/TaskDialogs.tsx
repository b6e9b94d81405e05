import type { Task } from '#shared/domain/task.ts';
import type { Asked } from '#web/api/use-asked.ts';
import { ControlDialog, type ControlRequest } from './ControlDialog.tsx';
import type { RetryRequest } from './retry-plan.ts';
import { RetryDialog } from './RetryDialog.tsx';

type Props = {
  task: Task;
  retry: Asked<RetryRequest>;
  control: Asked<ControlRequest>;
  /** What was asked for has begun. */
  onBegun?(): void;
};

const nothing = () => undefined;

/** The dialogs that ask before something is done with a task. */
export function TaskDialogs({ task, retry, control, onBegun = nothing }: Props) {
  return (
    <>
      {retry.asked && (
        <RetryDialog
          key={retry.asked.idempotencyKey}
          task={task}
          request={retry.asked.request}
          idempotencyKey={retry.asked.idempotencyKey}
          opened={retry.opened}
          onClose={retry.close}
          onBegun={onBegun}
          onRetryAgain={retry.open}
        />
      )}
      {control.asked && (
        <ControlDialog
          key={control.asked.idempotencyKey}
          task={control.asked.request.of ?? task}
          request={control.asked.request}
          idempotencyKey={control.asked.idempotencyKey}
          opened={control.opened}
          onClose={control.close}
          onBegun={onBegun}
        />
      )}
    </>
  );
}
