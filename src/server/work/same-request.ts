import { isDeepStrictEqual } from 'node:util';
import type { Task } from '#shared/domain/task.ts';
import type { StoredTask } from '#server/store/task-store.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';

/** As long as a token lasts, and no request that was signed takes effect later than one that carries a token. */
const requestMs = 86_400_000;

/** What a create sent; null where what was written down cannot be read. */
export function readSent(payloadJson: string) {
  try {
    return readCommand(payloadJson) ?? readIntent(payloadJson);
  } catch {
    return null;
  }
}

type Sent = NonNullable<ReturnType<typeof readSent>>;

/** What a create asks for, to be compared: whatever it is called, whenever it starts, and however often the platform tries again. */
export function wishOf(payloadJson: string): string | null {
  const sent = readSent(payloadJson);
  return sent === null ? null : JSON.stringify({ ...sent, platformName: '', startsAt: null, retry: null });
}

/** Whether this is a task of what was sent. A device command has neither kind nor space. */
export const canComeOf = (task: Pick<Task, 'platformName' | 'kind' | 'spaceId'>, sent: Sent): boolean =>
  task.platformName === sent.platformName &&
  (!('kind' in sent) || (task.kind === sent.kind && (task.spaceId === null || task.spaceId === sent.spaceId)));

/**
 * Whether two tasks of one name can have been made by one request: the same in all that the platform tells of both, and no
 * further apart than a request can take effect.
 */
export function cameOfOneRequest(one: StoredTask, other: StoredTask): boolean {
  const isApart = Math.abs(one.task.createdAt - other.task.createdAt) > requestMs;
  const isElsewhere =
    one.task.spaceId !== null && other.task.spaceId !== null && one.task.spaceId !== other.task.spaceId;
  return (
    one.task.kind === other.task.kind && !isApart && !isElsewhere && asksTheSame(one.requestJson, other.requestJson)
  );
}

/** A list may tell less of a task than its own page. */
function asksTheSame(oneJson: string, otherJson: string): boolean {
  const [one, other] = [oneJson, otherJson].map((json): object => Object(JSON.parse(json)));
  const told = new Map(Object.entries(other ?? {}));
  return Object.entries(one ?? {}).every(
    ([name, value]) => !told.has(name) || isDeepStrictEqual(value, told.get(name)),
  );
}
