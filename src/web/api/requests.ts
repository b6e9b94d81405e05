import type { CopiedDevices } from '#shared/domain/brought.ts';
import { orpc } from './client.ts';

/** Reads the JSON of a request. The dialog that it is for shows failures itself. */
export const readRequestMutation = () => orpc.requests.read.mutationOptions({ meta: { failsInline: true } });

/** The request of a task as it is now, with some of its devices: read each time, because these are kept anew. */
export const copyQuery = (connection: string, taskId: string, devices: CopiedDevices) =>
  orpc.requests.copy.queryOptions({ input: { connection, taskId, devices }, staleTime: 0, gcTime: 0, retry: false });
