import type { SeenTask } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';
import { createCommandLookup } from './lost-command.ts';
import type { Outcomes } from './outcome.ts';
import { concernsOneThing, reading, type Scope } from './scope.ts';

const createLookupMs = {
  /** Between looks: at 0, 2, 5, 15 and 60 s after the answer was lost, then each minute. */
  between: [2_000, 3_000, 10_000, 45_000, 60_000],
  /** How far the platform's clock may be behind ours. */
  olderThanIntent: 300_000,
  /** Where nothing bounds the time that the lost request may still take effect (a token has no such bound). */
  settle: 900_000,
  margin: 60_000,
} as const;

/**
 * Looks for the task of a create whose answer was lost: by its exact name, which no other request has. Found, it is adopted. Not
 * found after the request can no longer take effect, a person decides; a second request is never sent by itself.
 */
export function createCreateLookup(scope: Scope, outcomes: Outcomes): (chunk: Chunk) => Promise<void> {
  const { connection, platform, store, clock, log } = scope;
  const { write } = outcomes;

  async function namesakes(chunk: Chunk): Promise<SeenTask[]> {
    const { kind, spaceId, platformName } = readIntent(chunk.payloadJson);
    const oldest = chunk.operation.startedAt - createLookupMs.olderThanIntent;
    const found: SeenTask[] = [];
    let marker: string | null = null;
    do {
      const input = { kind, spaceId, marker, limit: platform.capabilities.pageSize };
      const page = await platform.listTasks(input, reading(scope, 'reconcile'));
      found.push(...page.rows.filter((task) => task.platformName === platformName));
      const isOlder = page.rows.some((task) => task.createdAt < oldest);
      marker = isOlder ? null : page.marker;
    } while (marker !== null);
    return found.toSorted((one, other) => one.createdAt - other.createdAt);
  }

  const lookForCommand = createCommandLookup(scope, outcomes);

  return async (chunk) => {
    const command = readCommand(chunk.payloadJson);
    if (command !== null) return lookForCommand(chunk, command);
    const at = clock.now();
    const { found, closed } = await namesakes(chunk).then(
      (tasks) => ({ found: tasks, closed: null }),
      (error: unknown) => {
        // A space that is gone or closed to us will not show the task later either.
        if (!concernsOneThing(error)) throw error;
        return { found: [], closed: error.code };
      },
    );
    const [task, ...others] = found;
    if (task !== undefined) {
      if (others.length > 0) {
        const error = new Error('Several tasks carry the name of one operation.');
        log.error('a create took effect more than once', error, { connection, operation: chunk.operation.id });
      }
      return outcomes.created(chunk, task, null, at);
    }
    const { fencedAt } = chunk;
    const effectiveUntil = fencedAt ?? (chunk.sentAt ?? chunk.operation.startedAt) + createLookupMs.settle;
    if (at >= effectiveUntil + createLookupMs.margin) {
      // That it was not made may be said only where it could have been seen: a person then makes it again.
      const reason = closed ?? (fencedAt === null ? 'not_found' : 'not_created');
      await write(() => store.operations.needsPerson(chunk, reason, clock.now()));
      return;
    }
    const nextMs = createLookupMs.between[Math.min(chunk.looks, createLookupMs.between.length - 1)] ?? 60_000;
    await write(() => store.operations.lookAgain(chunk, clock.now() + nextMs));
  };
}
