import type { Outcome, Task, TaskRef } from '#shared/domain/task.ts';
import { refusal } from '#server/http/errors.ts';
import { PlatformError } from '#server/platform/port.ts';
import type { RequestContext } from '#server/http/request-context.ts';
import type { StoredTask } from '#server/store/task-store.ts';
import { within } from './within.ts';

/**
 * The task as the platform tells it, when it answers within `budgetMs`; else as it was last seen, with `fresh` false. Of a task that
 * the platform no longer has: as last seen, and since when. Rejects with the platform's error when the task was never seen.
 */
export async function lookWithin(
  budgetMs: number,
  ref: TaskRef,
  { services, work }: RequestContext,
): Promise<StoredTask & { fresh: boolean }> {
  try {
    const looked = await within(budgetMs, services.clock, work.look(ref));
    if (looked === null) throw new PlatformError('timed_out');
    return { ...looked.value, goneAt: null, fresh: true };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const stored = await services.store.tasks.find(ref);
    if (stored === null) throw error;
    return { ...stored, fresh: error.code === 'not_found' && stored.goneAt !== null };
  }
}

/** The task as the platform tells it, for somebody who wants to change it. Refused where the platform no longer has it. */
export async function lookToChange(ref: TaskRef, { services, work }: RequestContext): Promise<Task> {
  try {
    return (await work.look(ref)).task;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'not_found') throw error;
    const stored = await services.store.tasks.find(ref);
    if (stored !== null) present(stored);
    throw error;
  }
}

/** The task of a look, for somebody who wants to change it. */
export function present({ task, goneAt }: StoredTask): Task {
  if (goneAt !== null) throw refusal('refused', { reason: 'task_gone' });
  return task;
}

/** How long somebody waits for devices to be read. */
export const readMs = 4_000;

/** Brings the copy of these devices up to date. Refused when that takes long: it goes on, and who asks again finds it done. */
export async function readDevices({ work }: RequestContext, task: Task, outcomes: readonly Outcome[]): Promise<void> {
  if (!(await work.copyOutcomes(task, outcomes, readMs))) throw refusal('refused', { reason: 'devices_being_read' });
}

/** How many devices of a task the copy has with one of these outcomes. */
export async function copiedDevices(
  { services }: RequestContext,
  task: TaskRef,
  outcomes: readonly Outcome[],
): Promise<number> {
  const counts = await services.store.subtasks.countByOutcome(task);
  return outcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
}
