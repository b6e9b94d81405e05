import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { TargetOutcome, TargetResult } from '#shared/domain/operation.ts';
import { orpc } from './client.ts';
import { given } from './given.ts';

export type OperationRef = { connection: string; operationId: string };

/** One operation and how far it is; events keep it fresh. */
export const operationQuery = (operation: OperationRef) => orpc.operations.read.queryOptions({ input: operation });

/** What became of each device of an operation. */
export const operationResultsQuery = (
  operation: OperationRef,
  filter: { outcome?: TargetOutcome | undefined; limit?: number; cursor?: string | undefined },
) =>
  orpc.operations.results.queryOptions({
    input: given({ ...operation, ...filter }),
    placeholderData: keepPreviousData,
  });

/** All of them as they were at `rev`, page after page: for groups and exports. Up to 30,000 rows. */
export const everyResultQuery = (operation: OperationRef, rev: number) =>
  queryOptions({
    queryKey: [...orpc.operations.results.key({ input: operation }), 'every', rev],
    queryFn: async ({ signal }) => {
      const every: TargetResult[] = [];
      let cursor: string | null | undefined;
      do {
        const input = { ...operation, limit: 200, ...(cursor ? { cursor } : {}) };
        const { results, nextCursor } = await orpc.operations.results.call(input, { signal });
        every.push(...results);
        cursor = nextCursor;
      } while (cursor !== null);
      return every;
    },
    staleTime: Infinity,
  });
