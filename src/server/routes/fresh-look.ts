import type { Task, TaskRef } from '#shared/domain/task.ts';
import { PlatformError } from '#server/platform/port.ts';
import type { RequestContext } from '#server/http/request-context.ts';

/**
 * The task as the platform tells it, when it answers within `budgetMs`; else as it was last seen, with `fresh` false. Rejects
 * with the platform's error when the task was never seen.
 */
export async function lookWithin(
  budgetMs: number,
  ref: TaskRef,
  { services, work }: RequestContext,
): Promise<{ task: Task; requestJson: string; fresh: boolean }> {
  const answered = new AbortController();
  const tooLate = services.clock.sleep(budgetMs, answered.signal).then(() => {
    throw new PlatformError('timed_out');
  });
  try {
    return { ...(await Promise.race([work.look(ref), tooLate])), fresh: true };
  } catch (error) {
    const stored = error instanceof PlatformError ? await services.store.tasks.find(ref) : null;
    if (stored === null) throw error;
    return { ...stored, fresh: false };
  } finally {
    tooLate.catch(() => undefined);
    answered.abort();
  }
}
