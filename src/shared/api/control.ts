import { ConfirmSelection, ControlSelection, Operation } from '#shared/domain/operation.ts';
import { procedure, taskInput } from './procedure.ts';

const one = '/connections/{connection}/tasks/{taskId}' as const;

/** What is done to a task that exists. Each answers the operation that was written down; its progress comes as events. */
export const control = {
  stop: procedure
    .route({ method: 'POST', path: `${one}/stop`, summary: 'Stop a task or devices of it', successStatus: 202 })
    .input(taskInput.extend({ which: ControlSelection }))
    .output(Operation),
  confirm: procedure
    .route({
      method: 'POST',
      path: `${one}/confirm`,
      summary: 'Let devices that wait for a confirmation go on',
      successStatus: 202,
    })
    .input(taskInput.extend({ which: ConfirmSelection }))
    .output(Operation),
  delete: procedure
    .route({ method: 'DELETE', path: one, summary: 'Delete the record of a task that has ended', successStatus: 202 })
    .input(taskInput)
    .output(Operation),
};
