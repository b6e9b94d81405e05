import type { OperationKind } from '#shared/domain/operation.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import { orpc } from './client.ts';

export type ControlKind = Extract<OperationKind, 'stop' | 'confirm' | 'delete'>;

const how = ({ connection, id }: TaskRef, idempotencyKey: string) => ({
  context: { idempotencyKey },
  meta: {
    stales: [orpc.tasks.read.key({ input: { connection, taskId: id } }), orpc.tasks.list.key()],
    failsInline: true as const,
  },
});

/** Stops a task or devices of it. The dialog shows how it goes, and failures too; so for the others. */
export const stopMutation = (task: TaskRef, key: string) => orpc.control.stop.mutationOptions(how(task, key));
/** Lets devices that wait for a confirmation go on. */
export const confirmMutation = (task: TaskRef, key: string) => orpc.control.confirm.mutationOptions(how(task, key));
/** Deletes the record of a task that has ended. */
export const deleteMutation = (task: TaskRef, key: string) => orpc.control.delete.mutationOptions(how(task, key));
