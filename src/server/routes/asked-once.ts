import { createHash } from 'node:crypto';
import { refusal } from '#server/http/errors.ts';
import type { Operation } from '#shared/domain/operation.ts';
import type { BeginOperation } from '#server/store/operation-store.ts';
import type { RequestContext, SignedIn } from '#server/http/request-context.ts';

/** Somebody asks for something that is to be done once. */
export type Asking = RequestContext & SignedIn & { idempotencyKey: string };

// Object keys in order, so that the same request is the same text whoever wrote it.
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
};

/** SHA-256 of what was asked, in hex. `what` keeps requests of different procedures apart. */
export const digestOf = (what: string, input: unknown): string =>
  createHash('sha256')
    .update(what)
    .update(JSON.stringify(canonical(input)))
    .digest('hex');

/** What was asked, without how many devices the person was told of: these may be more when it is asked again. */
export function uncounted<Input extends { which?: object }>(input: Input): Input {
  if (input.which === undefined) return input;
  const { atMost: _, ...which }: { atMost?: number } = input.which;
  return { ...input, which };
}

/**
 * The operation that this person's key began before, or null when the key is new. The same key with another body is refused.
 * Asked first, so that a repeated request gets its answer without another look at the platform.
 */
export async function begunBefore(context: Asking, bodyDigest: string): Promise<Operation | null> {
  const before = await context.services.store.operations.findByKey(context.person.id, context.idempotencyKey);
  if (before === null) return null;
  if (before.bodyDigest !== bodyDigest) throw refusal('idempotency_key_reused');
  return before.operation;
}

/** Writes the operation down, makes it known and wakes the courier. Sends nothing itself. */
export async function begin(
  context: Asking,
  operation: Omit<BeginOperation, 'person' | 'idempotencyKey' | 'at'>,
): Promise<Operation> {
  const { services, person, idempotencyKey, work } = context;
  const begun = await services.store.operations.begin({
    ...operation,
    person,
    idempotencyKey,
    at: services.clock.now(),
  });
  if (begun.kind === 'key_reused') throw refusal('idempotency_key_reused');
  if (begun.kind === 'nothing_left') throw refusal('refused', { reason: 'already_underway' });
  if (begun.kind === 'begun') {
    services.events.publish({ type: 'operation', operation: begun.operation });
    work.wakeCourier();
  }
  return begun.operation;
}
