/** What a caller, or a scenario's past, does to the world. Acts are what a saved world replays, so they hold plain data. */
import { findSubtask, type SimTask, statusOf, type TaskOrder } from './task.ts';
import type { KnownTaskDetailStatus } from '#wire/iotda/batch-tasks.ts';
import type { CommandOrder } from './command-task.ts';
import type { Fleet } from './fleet.ts';
import type { InventoryAct } from './inventory.ts';

/**
 * Targets null = every subtask that qualifies. `outage`: the share (0 to 1) of attempts that the network lets fail from now on.
 * `command`: a task of the northbound platform.
 */
export type Act =
  | { kind: 'create'; order: TaskOrder }
  | { kind: 'retry' | 'stop' | 'confirm'; task: number; targets: string[] | null }
  | { kind: 'delete'; task: number }
  | { kind: 'outage'; share: number }
  | { kind: 'command'; order: CommandOrder }
  | InventoryAct;

/** An act upon a task of the v5 platform. */
export type TaskAct = Exclude<Act, { kind: 'outage' | 'command' } | InventoryAct>;

/** What became of one named target. */
export type TargetOutcome = { target: string; refusal: 'not in the task' | 'not in this status' | null };

/** The subtask statuses each action applies to (vendor pages RetryBatchTask, StopBatchTask, ConfirmBatchTask). */
const appliesTo: Record<'retry' | 'stop' | 'confirm', readonly KnownTaskDetailStatus[]> = {
  retry: ['Fail', 'FailWaitRetry', 'Stopped'],
  stop: ['Processing', 'Waitting', 'FailWaitRetry'],
  confirm: ['Waitting'],
};

/** Which subtasks an action reaches, and what to tell about the named ones. */
export function chooseSubtasks(
  fleet: Fleet,
  task: SimTask,
  action: 'retry' | 'stop' | 'confirm',
  targets: readonly string[] | null,
): { subtasks: number[]; outcomes: TargetOutcome[] } {
  const qualifies = (subtask: number) =>
    appliesTo[action].includes(statusOf(task.rows, subtask)) &&
    (action !== 'confirm' || (task.order.needConfirm === true && task.rows.confirmed[subtask] === 0));

  if (targets === null) {
    const subtasks: number[] = [];
    for (let subtask = 0; subtask < task.rows.size; subtask += 1) if (qualifies(subtask)) subtasks.push(subtask);
    return { subtasks, outcomes: [] };
  }
  const chosen = new Set<number>();
  const outcomes = targets.map((target): TargetOutcome => {
    const subtask = findSubtask(fleet, task.rows, target);
    if (subtask < 0) return { target, refusal: 'not in the task' };
    if (!qualifies(subtask)) return { target, refusal: 'not in this status' };
    chosen.add(subtask);
    return { target, refusal: null };
  });
  return { subtasks: [...chosen], outcomes };
}
