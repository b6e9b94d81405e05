import { isFinal, isMoving, type Task } from '#shared/domain/task.ts';
import type { SeenSubtask, SeenTask } from '#server/platform/port.ts';
import type { TaskSighting } from '#server/store/task-store.ts';
import { createBeat } from './beat.ts';
import type { Scope } from './scope.ts';

/** `spaceId` null: not known from this answer. */
type Sighting = { task: SeenTask; spaceId: string | null };

/** Writes down what was seen and publishes what is new. `at` is when the platform was asked: the picture is at least that fresh. */
export type Recorder = {
  /** Answers those that are new or changed. */
  tasks(sightings: readonly Sighting[], at: number): Promise<{ task: Task; isNew: boolean }[]>;
  /** The platform answered at `at` that it does not have the task. */
  gone(taskId: string, at: number): Promise<void>;
  subtasks(taskId: string, rows: readonly SeenSubtask[], at: number): Promise<void>;
  /** Every list had been read by then. */
  indexed(at: number): Promise<void>;
  /** A point of the curve, where the counts differ from the last one. */
  sample(task: Task, at: number): Promise<void>;
};

export function createRecorder(scope: Scope): Recorder {
  const { connection, store, events, clock } = scope;
  const beat = createBeat(scope);

  async function sample(task: Task, at: number) {
    const { counts } = task;
    if (!(await store.samples.add({ connection, id: task.id }, at, counts))) return;
    events.publish({ type: 'sample', connection, taskId: task.id, sample: { at, counts } });
  }

  /** The store makes new and revived tasks due by itself; one that has ended is copied without waiting for its next turn. */
  async function arrange(task: Task, isNew: boolean) {
    if (!isNew && isFinal(task.state)) await store.tasks.scheduleWalk({ connection, id: task.id }, clock.now());
    scope.wake(isFinal(task.state) ? 'harvest' : 'sampler');
  }

  return {
    sample,
    async tasks(sightings, at) {
      const changed = await store.tasks.see(connection, sightings.map(sightingOf), at);
      for (const { task, isNew } of changed) {
        events.publish({ type: 'task', task, isNew });
        await arrange(task, isNew);
        await sample(task, at);
      }
      const isChanged = new Set(changed.map(({ task }) => task.id));
      for (const { task } of sightings)
        if (isMoving(task.state) && !isChanged.has(task.id)) beat.unchanged(task.id, at);
      return changed;
    },
    async indexed(at) {
      await store.tasks.setIndexedAt(connection, at);
      beat.indexed(at);
    },
    async gone(taskId, at) {
      const isNews = await store.tasks.markGone({ connection, id: taskId }, at);
      if (isNews) events.publish({ type: 'task_gone', connection, taskId });
    },
    async subtasks(taskId, rows, at) {
      if (rows.length > 0) await store.subtasks.see({ connection, id: taskId }, rows, at);
    },
  };
}

const sightingOf = ({ task: { request, ...task }, spaceId }: Sighting): TaskSighting => ({
  ...task,
  spaceId,
  requestJson: JSON.stringify(request),
});
