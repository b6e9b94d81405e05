import type { Task } from '#shared/domain/task.ts';
import { PlatformError } from '#server/platform/port.ts';
import type { Recorder } from './recorder.ts';
import { reading, type Scope } from './scope.ts';

type Looked = { task: Task; requestJson: string };
export type Look = {
  /** For a person who opens the task. Also has it copied soon, where that was never done. */
  forReader(taskId: string): Promise<Looked>;
  /** For the background: waits behind everything else, and joins a reader's look that is under way. */
  forPoller(taskId: string): Promise<Looked>;
};

/** One call for a task and its first devices; those who ask at the same time share it. */
export function createLook(scope: Scope, recorder: Recorder): Look {
  const { connection, store, clock } = scope;
  const readers = new Map<string, Promise<Looked>>();
  const pollers = new Map<string, Promise<Looked>>();

  async function show(taskId: string, lane: 'reader' | 'poller', at: number) {
    const { platform } = scope;
    try {
      return await platform.showTask({ taskId, limit: platform.capabilities.pageSize }, reading(scope, lane));
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'not_found') await recorder.gone(taskId, at);
      throw error;
    }
  }

  async function look(taskId: string, lane: 'reader' | 'poller'): Promise<Looked> {
    const at = clock.now();
    const seen = await show(taskId, lane, at);
    await recorder.tasks([{ task: seen.task, spaceId: null }], at);
    await recorder.subtasks(taskId, seen.subtasks.rows, at);
    const found = await store.tasks.find({ connection, id: taskId });
    // Deleted while it was looked at: what was seen is from before.
    if (found === null || found.goneAt !== null) throw new PlatformError('not_found');
    // Also where nothing changed: a sample whose writing was interrupted is made up for here.
    if (found.task.seenAt === at) await recorder.sample(found.task, at);
    return found;
  }

  function shared(under: Map<string, Promise<Looked>>, taskId: string, lane: 'reader' | 'poller'): Promise<Looked> {
    const underWay = under.get(taskId);
    if (underWay !== undefined) return underWay;
    const looking = look(taskId, lane).finally(() => under.delete(taskId));
    under.set(taskId, looking);
    return looking;
  }

  async function copySoon(taskId: string) {
    const ref = { connection, id: taskId };
    const { complete } = await store.subtasks.copyState(ref);
    if (complete) return;
    // The earliest time there is: ahead of the tasks that nobody is looking at.
    await store.tasks.hurryWalk(ref);
    scope.wake('harvest');
  }

  return {
    async forReader(taskId) {
      const isFirst = !readers.has(taskId);
      const looked = await shared(readers, taskId, 'reader');
      if (isFirst) await copySoon(taskId);
      return looked;
    },
    forPoller: (taskId) => readers.get(taskId) ?? shared(pollers, taskId, 'poller'),
  };
}
