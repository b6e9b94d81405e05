import { keepPreviousData } from '@tanstack/react-query';
import type { TargetOutcome } from '#shared/domain/operation.ts';
import { orpc } from './client.ts';

export type OperationRef = { connection: string; operationId: string };

/** One operation and how far it is; events keep it fresh. */
export const operationQuery = (operation: OperationRef) => orpc.operations.read.queryOptions({ input: operation });

/** What became of each device of an operation. */
export const operationResultsQuery = (
  operation: OperationRef,
  filter: { outcome?: TargetOutcome; limit?: number; cursor?: string },
) => orpc.operations.results.queryOptions({ input: { ...operation, ...filter }, placeholderData: keepPreviousData });
