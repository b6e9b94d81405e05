import { z } from 'zod';
import { ConnectionId } from './task.ts';

/** How a connection's platform answers: a closed list, each with a sentence in the catalogues. */
export const ConnectionState = z.enum([
  /** Not asked yet. */
  'starting',
  'ok',
  'throttled',
  'unreachable',
  /** Wrong key, secret, user or password; the console has stopped trying so that the key is not locked. */
  'credentials_rejected',
  /** The host of a basic instance was given for a standard one. */
  'wrong_host',
  /** The signature algorithm does not suit the instance's edition. */
  'wrong_algorithm',
  'no_permission',
  /** The platform answers, but with errors or with something that is not its API. */
  'failing',
]);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** Why nothing can be sent: the platform's certificate is not accepted, or its name leads to a private address nobody has allowed. */
export const UnreachableCause = z.enum(['certificate', 'private_address']);
export type UnreachableCause = z.infer<typeof UnreachableCause>;

export const Connection = z
  .object({
    id: ConnectionId,
    name: z.string(),
    region: z.string(),
    /** The built-in simulator rather than a real platform. */
    simulated: z.boolean(),
    /** The platform lists its tasks. Without it a task is known once it was made here or opened by its id. */
    lists: z.boolean(),
    /** Which form makes new tasks here. */
    creates: z.enum(['tasks', 'device_commands', 'nothing']),
    state: ConnectionState,
    /** Since when it has been in this state, epoch milliseconds. */
    stateSince: z.int(),
    /** The last successful answer, epoch milliseconds. */
    answeredAt: z.int().nullable(),
    /** While throttled: when calls go on, epoch milliseconds. */
    resumesAt: z.int().nullable(),
    /** While unreachable: why, where that is more than silence. */
    cause: UnreachableCause.nullable(),
    /** How far the platform's clock is ahead of the console's in milliseconds, negative where it is behind; null: not measured. */
    skewMs: z.int().nullable(),
    /** The sign-in to the platform cannot be renewed, and ends at this time, epoch milliseconds; null while all is well. */
    servesUntil: z.int().nullable(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof Connection>;

/** From here on people are told; times are corrected whatever the offset. */
const skewShownMs = 60_000;

/** The offset of the platform's clock where it is large enough to be told, else null. */
export function skewToShow({ skewMs }: Pick<Connection, 'skewMs'>): number | null {
  return skewMs !== null && Math.abs(skewMs) >= skewShownMs ? skewMs : null;
}
