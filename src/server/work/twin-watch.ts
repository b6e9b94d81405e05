import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { whichIsDuplicate } from '#shared/domain/twins.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';
import type { Scope } from './scope.ts';

const twinMs = { between: 10_000, remembered: 7 * 86_400_000 } as const;
/** Names of creates are long and never used twice: more tasks than this do not contain one. */
const namesakes = 5;

type Create = { operation: Operation; payloadJson: string };

/**
 * Tasks that came of a create after the console had given it up, and second tasks of one request. Everything is asked of the
 * store, so what a process that died had seen is found by the next.
 */
export type TwinWatch = {
  /** Looks now. */
  look(): Promise<void>;
  /** Looks when the last look was a while ago. */
  tick(): Promise<void>;
};

export function createTwinWatch({ connection, store, clock, events, log }: Scope): TwinWatch {
  let nextAt = 0;

  async function alarm(one: Task, other: Task): Promise<void> {
    const { kept, duplicate } = whichIsDuplicate(one, other);
    const paired = await store.twins.pair(connection, { kept: kept.id, duplicate: duplicate.id });
    if (paired === null) return;
    const about = { connection, kept: kept.id, duplicate: duplicate.id };
    log.error('the platform made two tasks of one request', new Error('A task is one too many.'), about);
    for (const task of paired.tasks) events.publish({ type: 'task', task, isNew: false });
    for (const operation of paired.operations) events.publish({ type: 'operation', operation });
  }

  /** The task is the create's, whoever finds it. */
  async function own(task: Task, { taskName, by }: Operation): Promise<void> {
    const origin = { label: taskName, createdBy: by, spaceId: task.spaceId ?? '' };
    const known = await store.tasks.setOrigin({ connection, id: task.id }, origin);
    if (known !== null) events.publish({ type: 'task', task: known, isNew: false });
  }

  async function adoptLate(since: number): Promise<void> {
    for (const create of await store.operations.creates(connection, { since, which: 'lost' })) {
      const { operation } = create;
      const platformName = sentBy(create)?.platformName;
      if (platformName === undefined) continue;
      const { rows } = await store.tasks.list({ connection, q: platformName, limit: namesakes });
      const task = rows.find((row) => row.platformName === platformName);
      if (task === undefined) continue;
      await own(task, operation);
      const adopted = await store.operations.adopt(connection, operation.id, task.id, clock.now());
      if (adopted !== null) events.publish({ type: 'operation', operation: adopted });
    }
  }

  /** Whoever was told that a task was not there may have asked for the same once more before it came. */
  async function compareLate(since: number): Promise<void> {
    for (const late of await store.operations.creates(connection, { since, which: 'late' })) {
      const { id, startedAt, endedAt, progress } = late.operation;
      const made = await store.operations.creates(connection, {
        since: startedAt,
        until: endedAt ?? startedAt,
        which: 'made',
        devices: progress.devices,
      });
      const again = made.find((other) => other.operation.id !== id && asksTheSame(late, other));
      const [one, other] = await Promise.all([late, again].map(taskOf));
      if (one && other) await alarm(one, other);
    }
  }

  async function taskOf(create: Create | undefined): Promise<Task | null> {
    const taskId = create?.operation.taskId ?? null;
    const stored = taskId === null ? null : await store.tasks.find({ connection, id: taskId });
    return stored === null || stored.goneAt !== null ? null : stored.task;
  }

  async function look(): Promise<void> {
    const since = clock.now() - twinMs.remembered;
    nextAt = clock.now() + twinMs.between;
    await adoptLate(since);
    await compareLate(since);
    for (const { operation, task, namesake } of await store.twins.namesakes(connection, since)) {
      await own(namesake, operation);
      await alarm(task, namesake);
    }
  }

  return {
    look,
    async tick() {
      if (nextAt <= clock.now()) await look();
    },
  };
}

/** What a create sent; null where what was written down cannot be read. */
function sentBy({ payloadJson }: Create) {
  try {
    return readCommand(payloadJson) ?? readIntent(payloadJson);
  } catch {
    return null;
  }
}

/** Whatever they are called, whenever they start, and however often the platform tries again. */
const asksTheSame = (one: Create, other: Create): boolean => {
  const [wish, otherWish] = [one, other].map((create) => {
    const sent = sentBy(create);
    return sent === null ? null : JSON.stringify({ ...sent, platformName: '', startsAt: null, retry: null });
  });
  return wish !== null && wish === otherWish;
};
