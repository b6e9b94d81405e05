import { implement, isProcedure, os as anyProcedure } from '@orpc/server';
import { oo } from '@orpc/openapi';
import { contract } from '#shared/api/contract.ts';
import { holds, type Permission } from '#shared/domain/roles.ts';
import { refusal } from './errors.ts';
import type { RequestContext, SignedIn } from './request-context.ts';

/** What a procedure asks of the caller: a permission, or nothing at all. */
export type Need = Permission | 'open';

/**
 * Where every procedure starts. Who asks is settled before what they ask is looked at, so that input is checked after the
 * permission.
 */
export const api = implement(contract)
  .$config({ initialInputValidationIndex: Number.POSITIVE_INFINITY })
  .$context<RequestContext>();

const middleware = anyProcedure.$context<RequestContext>();

/** Lets the procedure be called by people whose role holds the permission. Their person is in the context behind it. */
export const may = (permission: Permission) =>
  Object.assign(
    middleware.middleware(({ context, next, path }) => {
      const { session, requestId, services } = context;
      if (session === null) throw refusal('signed_out');
      if (!holds(session.person.role, permission)) {
        const { id, role } = session.person;
        services.log.warn('denied', { requestId, person: id, role, permission, procedure: path.join('.') });
        throw refusal('forbidden');
      }
      const signedIn: SignedIn = { session, person: session.person };
      return next({ context: signedIn });
    }),
    { need: permission satisfies Need },
  );

/** Says that a procedure is for everyone, signed in or not. */
export const open = () =>
  Object.assign(
    middleware.middleware(({ next }) => next()),
    { need: 'open' satisfies Need },
  );

const keyShape = /^[A-Za-z0-9_-]{8,128}$/;
const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Made once per thing that a person asks for, 8 to 128 letters, digits, `_` or `-`. The same key with the same body gives the same operation, however often it is sent.',
  schema: { type: 'string', pattern: keyShape.source },
} as const;

/** Asks for an `Idempotency-Key`, and puts it into the context behind it. */
export const withKey = () =>
  oo.spec(
    middleware.middleware(({ context, next }) => {
      const { idempotencyKey } = context;
      if (idempotencyKey === null || !keyShape.test(idempotencyKey)) throw refusal('idempotency_key_missing');
      return next({ context: { idempotencyKey } });
    }),
    (operation) => ({ ...operation, parameters: [...(operation.parameters ?? []), keyHeader] }),
  );

const needIn = (value: unknown): Need | null => {
  if (typeof value !== 'function' || !('need' in value)) return null;
  // Only `may` and `open` put it there.
  return value.need as Need;
};

/** What each procedure of a router asks for, by its dotted path; null where it says nothing. */
export function needsOf(router: object, path: readonly string[] = []): Map<string, Need | null> {
  const needs = new Map<string, Need | null>();
  for (const [name, part] of Object.entries(router) as [string, unknown][]) {
    const here = [...path, name];
    if (isProcedure(part)) {
      const [need = null] = part['~orpc'].middlewares.map(needIn).filter((found) => found !== null);
      needs.set(here.join('.'), need);
    } else if (typeof part === 'object' && part !== null) {
      for (const [key, need] of needsOf(part, here)) needs.set(key, need);
    }
  }
  return needs;
}

const procedureNames = (part: object, path: readonly string[] = []): string[] =>
  Object.entries(part).flatMap(([name, inner]: [string, object]) =>
    '~orpc' in inner ? [[...path, name].join('.')] : procedureNames(inner, [...path, name]),
  );

/** Throws unless each procedure of the contract is there and says who may call it: one that forgot is never served. */
export function assertGuarded(router: object): void {
  const needs = needsOf(router);
  const bare = procedureNames(contract).filter((name) => (needs.get(name) ?? null) === null);
  if (bare.length > 0) throw new Error(`These procedures do not say who may call them: ${bare.join(', ')}`);
}
