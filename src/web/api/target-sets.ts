import type { QueryClient } from '@tanstack/react-query';
import { orpc } from './client.ts';

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
