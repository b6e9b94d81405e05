import type { NewDeviceCommand } from '#shared/domain/device-command.ts';
import { orpc } from './client.ts';

/** The exact request that a command with this key would send, also as a command line; sends nothing. */
export const commandPreviewQuery = (connection: string, request: NewDeviceCommand, idempotencyKey: string) =>
  orpc.deviceCommands.preview.queryOptions({
    input: { connection, ...request },
    context: { idempotencyKey },
    // The key names the request, so 30,000 ids need not be part of the cache's key.
    queryKey: ['command-preview', idempotencyKey],
    staleTime: Infinity,
  });

/** Sends a command to devices. Failures belong under the form. */
export const deviceCommandMutation = (idempotencyKey: string) =>
  orpc.deviceCommands.create.mutationOptions({
    context: { idempotencyKey },
    meta: { stales: [orpc.tasks.list.key()], says: 'createBegun', failsInline: true },
  });
