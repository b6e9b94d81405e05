import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock } from '#server/clock.ts';
import { canonicalQuery, percentEncode, type Query } from '#wire/iotda/signing.ts';
import type { Authenticator } from './auth.ts';
import { type Breaker, createBreaker, type Signal } from './breaker.ts';
import { type BudgetSettings, createBudget } from './budget.ts';
import { classify, type Detail, type ErrorWords, type Verdict } from './classify.ts';
import { exchange, type Method, readDeadlines, type Timer, uploadDeadlines, writeDeadlines } from './exchange.ts';
import type { HealthTracker } from './health.ts';
import type { FormBody } from './multipart.ts';
import type { Call, PlatformErrorCode } from './port.ts';
import type { Skew } from './skew.ts';

/** A call below the base path. Segments are encoded here; who makes them has checked them. */
export type Request = { segments: readonly string[]; query?: Query; body?: string | FormBody };

export type TransportSettings = {
  /** `https://host[:port]`, nothing behind it. */
  origin: string;
  base: readonly string[];
  /** Sent with every call. */
  headers: Readonly<Record<string, string>>;
  budget: BudgetSettings;
};
export type TransportNeeds = {
  dispatcher: Dispatcher;
  clock: Clock;
  timer: Timer;
  random: () => number;
  auth: Authenticator;
  skew: Skew;
  /** Those of the v5 platform unless said otherwise. */
  errors?: ErrorWords;
};

/** What became of one attempt. `final`: trying again would not help. */
export type Attempt<T> =
  | { kind: 'ok'; value: T; detail: Detail }
  | { kind: 'refused'; code: PlatformErrorCode; detail: Detail }
  | { kind: 'not_executed'; code: PlatformErrorCode; retryAfterMs: number | null; final: boolean; detail: Detail }
  | { kind: 'maybe'; code: PlatformErrorCode; retryAfterMs: number | null; fencedAt: number | null; detail: Detail }
  | { kind: 'aborted' };

/** A read may be repeated and given up at any time; a write may not. */
export type Purpose = 'read' | 'write';
type Attempting = <Schema extends z.ZodType>(
  purpose: Purpose,
  request: Request & { method: Method },
  schema: Schema,
  call: Call,
) => Promise<Attempt<z.output<Schema>>>;

const nothingSaid: Detail = { upstreamCode: null, upstreamMessage: null, requestId: null };

/** One try of a call: admitted, authorised, sent and understood. */
export function createAttempts(
  settings: TransportSettings,
  { clock, random, auth, skew, timer, dispatcher, errors }: TransportNeeds,
  health: HealthTracker,
): Attempting {
  const budget = createBudget(clock, settings.budget);
  const breakers: Record<Purpose, Breaker> = { read: createBreaker(clock), write: createBreaker(clock) };
  const { host } = new URL(settings.origin);

  /** null: the credential was renewed, send it again. */
  async function once<Schema extends z.ZodType>(
    purpose: Purpose,
    { method, ...request }: Request & { method: Method },
    schema: Schema,
    call: Call,
    isReplay: boolean,
  ): Promise<Attempt<z.output<Schema>> | null> {
    const segments = [...settings.base, ...request.segments];
    const query = request.query ?? {};
    const body = request.body === undefined ? {} : { body: request.body };
    const outgoing = { method, host, path: `/${segments.join('/')}`, query, ...body };
    const authorized = await auth.authorize(outgoing, call.signal);
    if (authorized.kind === 'aborted') return authorized;
    if (authorized.kind === 'stopped') {
      const { code, retryAfterMs, upstreamCode } = authorized;
      return notExecuted(code, retryAfterMs, { upstreamCode });
    }
    if (call.mayStillSend?.() === false) {
      authorized.settle('unclear', { date: undefined, isReplay });
      return { kind: 'aborted' };
    }
    const search = canonicalQuery(query);
    const path = `/${segments.map(percentEncode).join('/')}${search === '' ? '' : `?${search}`}`;
    const headers = { Accept: 'application/json', ...settings.headers, ...authorized.headers };
    const isUpload = typeof request.body === 'object';
    const bytes = typeof request.body === 'object' ? { body: request.body.bytes } : { ...(body as { body?: string }) };
    const answer = await exchange(
      dispatcher,
      { method, origin: settings.origin, path, headers, ...bytes },
      {
        deadlines: purpose === 'read' ? readDeadlines : isUpload ? uploadDeadlines : writeDeadlines,
        timer,
        signal: call.signal,
        abortWhileSent: purpose === 'read',
      },
    );
    if (answer.kind !== 'answer') {
      authorized.settle('unclear', { date: undefined, isReplay });
      if (answer.reason === 'aborted') return { kind: 'aborted' };
      const detail = { ...nothingSaid, upstreamCode: answer.cause };
      if (answer.kind === 'not_sent')
        return { kind: 'not_executed', code: answer.reason, retryAfterMs: null, final: false, detail };
      return { kind: 'maybe', code: answer.reason, retryAfterMs: null, fencedAt: authorized.fencedAt, detail };
    }

    const { date } = answer.headers;
    const verdict = classify(answer, { schema, now: clock.now(), signed: auth.signed, errors });
    const replay = authorized.settle(recognitionOf(verdict), { date, isReplay });
    if (verdict.kind !== 'credentials') skew.note(date);
    if (replay) return null;
    switch (verdict.kind) {
      case 'ok':
        budget.succeeded();
        return verdict;
      case 'refused':
        return verdict;
      case 'maybe':
        return { ...verdict, fencedAt: authorized.fencedAt };
      case 'credentials':
        return { kind: 'not_executed', code: verdict.code, retryAfterMs: null, final: true, detail: verdict.detail };
      case 'throttled': {
        // Without a header: two to five seconds, as the gateway's manual advises.
        const waitMs = verdict.retryAfterMs ?? Math.round(2_000 + random() * 3_000);
        health.failed('throttled', { resumesAt: budget.throttled(waitMs) });
        return { kind: 'not_executed', code: 'throttled', retryAfterMs: waitMs, final: false, detail: verdict.detail };
      }
    }
  }

  /** Twice where the credential had to be renewed in between: a call that was not recognised had no effect. */
  return async (purpose, request, schema, call) => {
    const breaker = breakers[purpose];
    const mustTry = call.lane === 'stop';
    const closed = mustTry ? null : breaker.isShut();
    if (closed !== null) return notExecuted(closed.code, closed.retryAfterMs);
    const admission = await budget.enter(call.lane, call.signal);
    if (admission.kind === 'aborted') return { kind: 'aborted' };
    if (admission.kind === 'refused') return notExecuted('throttled', admission.retryAfterMs, { final: false });
    const passage = mustTry ? { kind: 'go' as const, leave: breaker.pass() } : breaker.enter();
    if (passage.kind === 'shut') {
      admission.leave();
      return notExecuted(passage.code, passage.retryAfterMs);
    }
    let signal: Signal = { kind: 'nothing' };
    try {
      const first = await once(purpose, request, schema, call, false);
      const outcome =
        first ?? (await once(purpose, request, schema, call, true)) ?? notExecuted('credentials_rejected', null);
      signal = signalOf(outcome);
      return outcome;
    } finally {
      passage.leave(signal);
      admission.leave();
    }
  };
}

const notExecuted = (
  code: PlatformErrorCode,
  retryAfterMs: number | null,
  { upstreamCode = null, final = true }: { upstreamCode?: string | null; final?: boolean } = {},
): Attempt<never> => ({ kind: 'not_executed', code, retryAfterMs, final, detail: { ...nothingSaid, upstreamCode } });

/** Whatever comes from behind the check of credentials proves that they passed it; a failure inside proves nothing. */
function recognitionOf(verdict: Verdict<unknown>): 'accepted' | 'rejected' | 'unclear' {
  if (verdict.kind === 'credentials') return 'rejected';
  if (verdict.kind === 'ok') return 'accepted';
  const answered = verdict.kind === 'refused' && verdict.code !== 'failing' && verdict.detail.upstreamCode !== null;
  return answered ? 'accepted' : 'unclear';
}

const failures: ReadonlySet<PlatformErrorCode> = new Set(['unreachable', 'timed_out', 'failing', 'garbled']);

/** A refusal is an answer: it works. Throttling and credentials have brakes of their own. */
function signalOf(outcome: Attempt<unknown>): Signal {
  if (outcome.kind === 'ok') return { kind: 'works' };
  if (outcome.kind === 'aborted') return { kind: 'nothing' };
  if (failures.has(outcome.code)) return { kind: 'fails', code: outcome.code };
  return { kind: outcome.kind === 'refused' ? 'works' : 'nothing' };
}
