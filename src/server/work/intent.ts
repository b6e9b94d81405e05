import { z } from 'zod';
import { upgradeKinds } from '#shared/domain/kinds.ts';
import { RetryPolicy } from '#shared/domain/task.ts';
import type { CreateIntent } from '#server/platform/port.ts';

const Intent = z.object({
  kind: z.enum(upgradeKinds),
  platformName: z.string().min(1),
  spaceId: z.string().min(1),
  targets: z.discriminatedUnion('source', [
    z.object({ source: z.literal('devices'), deviceIds: z.array(z.string()).min(1) }),
    z.object({ source: z.literal('groups'), groupIds: z.array(z.string()).min(1) }),
  ]),
  packageId: z.string().min(1),
  startsAt: z.int().nullable(),
  retry: RetryPolicy.nullable(),
});

/** What an operation that creates a task stored as its payload; throws when it is not that, so that nothing half understood is sent. */
export const readIntent = (payloadJson: string): CreateIntent => Intent.parse(JSON.parse(payloadJson));
