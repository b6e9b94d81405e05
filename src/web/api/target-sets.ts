import { keepPreviousData, type QueryClient } from '@tanstack/react-query';
import { targetSetMatches } from '#shared/domain/target-set.ts';
import { orpc } from './client.ts';

/** How many devices a list has, and until when it is kept. */
export const targetSetQuery = (connection: string, targetSetId: string) =>
  orpc.targetSets.read.queryOptions({ input: { connection, targetSetId } });

/** One page of the ids that have a text in them; a list never changes. */
export const targetMatchesQuery = (connection: string, targetSetId: string, q: string, page: number) =>
  orpc.targetSets.matches.queryOptions({
    input: { connection, targetSetId, q, from: page * targetSetMatches },
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** Keeps a list of devices. The step that it is for shows failures itself. */
export const keepTargetsMutation = () => orpc.targetSets.add.mutationOptions({ meta: { failsInline: true } });

/** Every device id of a list, in its order. Rejects when there is no such list any more. */
export async function readTargetSet(queryClient: QueryClient, connection: string, id: string): Promise<string[]> {
  const deviceIds: string[] = [];
  for (let page: number | null = 0; page !== null;) {
    const answer: { deviceIds: string[]; nextPage: number | null } = await queryClient.ensureQueryData(
      orpc.targetSets.devices.queryOptions({ input: { connection, targetSetId: id, page }, staleTime: Infinity }),
    );
    deviceIds.push(...answer.deviceIds);
    page = answer.nextPage;
  }
  return deviceIds;
}
