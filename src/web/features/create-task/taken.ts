import { limits } from '#shared/domain/create.ts';
import type { KeptSet } from './draft.ts';

type Taken = { deviceIds: readonly string[] } & Pick<KeptSet, 'over' | 'matched'>;

/** What a task takes of the devices that were found, where `matched` is how many a person was told of before. */
export function takenOf(found: readonly string[], matched: number | null): Taken {
  const deviceIds = found.slice(0, limits.devices);
  // Whoever collects stops soon above the limit: there are as many more as were counted before.
  if (found.length > limits.devices)
    return { deviceIds, over: Math.max(found.length, matched ?? 0) - limits.devices, matched: null };
  return { deviceIds, over: 0, matched: matched === found.length ? null : matched };
}
