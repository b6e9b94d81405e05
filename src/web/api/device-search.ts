import { keepPreviousData, type QueryClient } from '@tanstack/react-query';
import { mostDeviceIds } from '#shared/domain/device-ids.ts';
import type { DeviceSearch, Walk } from '#shared/domain/device-search.ts';
import { orpc } from './client.ts';

// The platform takes one search a second: what was found stands while a person looks at it.
const staleTime = 60_000;

export const searchQuery = (connection: string, search: DeviceSearch, cursor: string | undefined) =>
  orpc.catalogue.search.queryOptions({
    input: { connection, ...search, ...(cursor === undefined ? {} : { cursor }) },
    staleTime,
    placeholderData: keepPreviousData,
  });

export const searchCountQuery = (connection: string, search: DeviceSearch) =>
  orpc.catalogue.count.queryOptions({ input: { connection, ...search }, staleTime });

/** What a walk tells while it goes: how many devices it has so far. */
type Walking = { signal: AbortSignal; onProgress: (devices: number) => void };

/**
 * The ids of every device of these searches or groups, each once. Ends early, with what it has, once there are more than a task
 * takes. Rejects with the console's error, or when the signal is aborted.
 */
export async function walkDevices(
  queryClient: QueryClient,
  connection: string,
  walks: readonly Walk[],
  { signal, onProgress }: Walking,
): Promise<string[]> {
  const found = new Set<string>();
  for (const walk of walks) {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      signal.throwIfAborted();
      const input: { connection: string; cursor?: string } & Walk = {
        connection,
        ...walk,
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page: { deviceIds: string[]; nextCursor: string | null } = await queryClient.fetchQuery(
        orpc.catalogue.walk.queryOptions({ input, staleTime: 0, gcTime: 0 }),
      );
      for (const id of page.deviceIds) found.add(id);
      onProgress(found.size);
      cursor = found.size > mostDeviceIds ? null : page.nextCursor;
    }
  }
  return [...found];
}
