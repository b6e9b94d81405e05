import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { whichIsDuplicate } from '#shared/domain/twins.ts';
import type { StoredTask } from '#server/store/task-store.ts';
import { steady } from '#server/clock.ts';
import { canComeOf, cameOfOneRequest, readSent, wishOf } from './same-request.ts';
import type { Scope } from './scope.ts';

const twinMs = { between: 10_000, remembered: 7 * 86_400_000 } as const;
/** Names of creates are long and never used twice: more tasks than this do not contain one. */
const namesakes = 5;

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
  const passing = steady(clock);
  let nextAt = -Infinity;
  /** Pairs of creates that ask for different things: what was written down of them stays so. */
  const different = new Set<string>();

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
    for (const { operation, payloadJson } of await store.operations.givenUp(connection, since)) {
      const sent = readSent(payloadJson);
      if (sent === null) continue;
      const { rows } = await store.tasks.list({ connection, q: sent.platformName, limit: namesakes });
      const task = rows.find((row) => canComeOf(row, sent));
      if (task === undefined) continue;
      await own(task, operation);
      const adopted = await store.operations.adopt(connection, operation.id, task.id, clock.now());
      if (adopted !== null) events.publish({ type: 'operation', operation: adopted });
    }
  }

  /** Whoever was told that a task was not there, or not yet, may have asked for the same once more before it came. */
  async function compareAgain(since: number): Promise<void> {
    for (const { lost, again } of await store.twins.askedAgain(connection, since)) {
      const pair = `${lost} ${again}`;
      if (different.has(pair)) continue;
      const [wish, otherWish] = await Promise.all([lost, again].map(wishIn));
      if (wish === null || wish !== otherWish) {
        different.add(pair);
        continue;
      }
      const [one, other] = await Promise.all([lost, again].map(taskOf));
      if (one && other) await alarm(one, other);
    }
  }

  async function wishIn(operationId: string): Promise<string | null> {
    const payloadJson = await store.operations.payload(connection, operationId);
    return payloadJson === null ? null : wishOf(payloadJson);
  }

  async function taskOf(operationId: string): Promise<Task | null> {
    const taskId = (await store.operations.find(connection, operationId))?.taskId ?? null;
    return taskId === null ? null : ((await present(taskId))?.task ?? null);
  }

  async function present(id: string): Promise<StoredTask | null> {
    const stored = await store.tasks.find({ connection, id });
    return stored === null || stored.goneAt !== null ? null : stored;
  }

  /** Somebody may have copied the name of one of ours. */
  async function compareNamesakes(since: number): Promise<void> {
    for (const { operation, task, namesake } of await store.twins.namesakes(connection, since)) {
      const [one, other] = await Promise.all([task.id, namesake.id].map(present));
      if (!one || !other || !cameOfOneRequest(one, other)) continue;
      await own(namesake, operation);
      await alarm(task, namesake);
    }
  }

  async function look(): Promise<void> {
    const since = clock.now() - twinMs.remembered;
    nextAt = passing.now() + twinMs.between;
    await adoptLate(since);
    await compareAgain(since);
    await compareNamesakes(since);
  }

  return {
    look,
    async tick() {
      if (nextAt <= passing.now()) await look();
    },
  };
}
