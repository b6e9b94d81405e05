import { whichIsDuplicate } from '#shared/domain/twins.ts';
import type { SeenTask } from '#server/platform/port.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import { readCommand } from './command-intent.ts';
import { readIntent } from './intent.ts';
import { createCommandLookup } from './lost-command.ts';
import type { Outcomes } from './outcome.ts';
import type { Recorder } from './recorder.ts';
import { concernsOneThing, reading, type Scope } from './scope.ts';
import { createTwinWatch } from './twin-watch.ts';

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
export function createCreateLookup(
  scope: Scope,
  recorder: Recorder,
  outcomes: Outcomes,
): (chunk: Chunk) => Promise<void> {
  const { platform, store, clock } = scope;
  const twins = createTwinWatch(scope);
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
    return found;
  }

  async function adopt(chunk: Chunk, found: readonly SeenTask[], at: number): Promise<void> {
    const kept = found.reduce((one, other) => whichIsDuplicate(one, other).kept);
    await outcomes.created(chunk, kept, null, at);
    if (found.length === 1) return;
    const { spaceId } = readIntent(chunk.payloadJson);
    await recorder.tasks(
      found.map((task) => ({ task, spaceId })),
      at,
    );
    await twins.look();
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
    if (found.length > 0) return adopt(chunk, found, at);
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
