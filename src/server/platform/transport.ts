import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock } from '#server/clock.ts';
import { canonicalQuery, percentEncode, type Query } from '#wire/iotda/signing.ts';
import type { Authenticator } from './auth.ts';
import { backoffMs } from './backoff.ts';
import { type BudgetSettings, createBudget } from './budget.ts';
import { classify, type Detail, type ErrorWords, type Verdict } from './classify.ts';
import { exchange, readDeadlines, type Timer, writeDeadlines } from './exchange.ts';
import { createHealth, type HealthTracker } from './health.ts';
import { type Call, PlatformError, type PlatformErrorCode, type Written } from './port.ts';
import type { Skew } from './skew.ts';

/** A call below the base path. Segments are encoded here; who makes them has checked them. */
type Request = { segments: readonly string[]; query?: Query; body?: string };

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

/**
 * The one way to a platform. `read` repeats what may help and throws `PlatformError`; `write` never repeats anything that may have
 * been executed, and says what became of it.
 */
export type Transport = {
  read<Schema extends z.ZodType>(request: Request, schema: Schema, call: Call): Promise<z.output<Schema>>;
  write<Schema extends z.ZodType>(request: Request, schema: Schema, call: Call): Promise<Written<z.output<Schema>>>;
  health: HealthTracker;
};

type Attempt<T> =
  | { kind: 'ok'; value: T; detail: Detail }
  | { kind: 'refused'; code: PlatformErrorCode; detail: Detail }
  | { kind: 'not_executed'; code: PlatformErrorCode; retryAfterMs: number | null; final: boolean; detail: Detail }
  | { kind: 'maybe'; code: PlatformErrorCode; retryAfterMs: number | null; fencedAt: number | null; detail: Detail }
  | { kind: 'aborted' };

const readAttempts = 3;
/** A read that would have to wait longer than this fails at once and says when to come back. */
const readPatienceMs = 15_000;
/** Repetitions that may be saved up; each call earns a tenth of one, so that a dead platform sees at most 10 % more calls. */
const savedRepetitions = 10;
const nothingSaid: Detail = { upstreamCode: null, upstreamMessage: null, requestId: null };

export function createTransport(settings: TransportSettings, needs: TransportNeeds): Transport {
  const { clock, random, auth, skew } = needs;
  const budget = createBudget(clock, settings.budget);
  const health = createHealth(clock);
  const { host } = new URL(settings.origin);
  let repetitions = savedRepetitions;

  /** One attempt, twice where the credential had to be renewed in between: a call that was not recognised had no effect. */
  async function attempt<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    request: Request,
    schema: Schema,
    call: Call,
  ): Promise<Attempt<z.output<Schema>>> {
    const admission = await budget.enter(call.lane, call.signal);
    if (admission.kind === 'aborted') return { kind: 'aborted' };
    if (admission.kind === 'refused') {
      return notExecuted('throttled', admission.retryAfterMs, { final: false });
    }
    try {
      const first = await attemptOnce(method, request, schema, call, false);
      return (
        first ?? (await attemptOnce(method, request, schema, call, true)) ?? notExecuted('credentials_rejected', null)
      );
    } finally {
      admission.leave();
    }
  }

  /** null: the credential was renewed, send it again. */
  async function attemptOnce<Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    request: Request,
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
      return notExecuted('timed_out', 0, { final: false });
    }
    const search = canonicalQuery(query);
    const path = `/${segments.map(percentEncode).join('/')}${search === '' ? '' : `?${search}`}`;
    const headers = { Accept: 'application/json', ...settings.headers, ...authorized.headers };
    const answer = await exchange(
      needs.dispatcher,
      { method, origin: settings.origin, path, headers, ...body },
      {
        deadlines: method === 'GET' ? readDeadlines : writeDeadlines,
        timer: needs.timer,
        signal: call.signal,
        abortWhileSent: method === 'GET',
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
    const verdict = classify(answer, { schema, now: clock.now(), signed: auth.signed, errors: needs.errors });
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
        health.failed('throttled', budget.throttled(waitMs));
        return { kind: 'not_executed', code: 'throttled', retryAfterMs: waitMs, final: false, detail: verdict.detail };
      }
    }
  }

  const note = (outcome: Attempt<unknown>) => {
    if (outcome.kind === 'ok') health.answered();
    else if (outcome.kind !== 'aborted' && outcome.code !== 'throttled') health.failed(outcome.code);
  };

  return {
    health,
    async read(request, schema, call) {
      repetitions = Math.min(repetitions + 0.1, savedRepetitions);
      for (let tried = 1; ; tried += 1) {
        const outcome = await attempt('GET', request, schema, call);
        if (outcome.kind === 'ok') {
          note(outcome);
          return outcome.value;
        }
        if (outcome.kind === 'aborted') throw call.signal?.reason;
        const waitMs = waitBeforeNext(outcome, tried, random);
        if (waitMs === null || repetitions < 1) {
          note(outcome);
          const retryAfterMs = outcome.kind === 'refused' ? null : outcome.retryAfterMs;
          throw new PlatformError(outcome.code, { ...outcome.detail, retryAfterMs });
        }
        repetitions -= 1;
        await clock.sleep(waitMs, call.signal);
        call.signal?.throwIfAborted();
      }
    },

    async write(request, schema, call) {
      const outcome = await attempt('POST', request, schema, call);
      note(outcome);
      switch (outcome.kind) {
        case 'ok':
          return { kind: 'done', value: outcome.value, requestId: outcome.detail.requestId };
        case 'refused': {
          const { upstreamCode: code, upstreamMessage: message, requestId } = outcome.detail;
          return { kind: 'refused', code, message, requestId };
        }
        case 'not_executed':
          return { kind: 'not_sent', reason: outcome.code, retryAfterMs: outcome.retryAfterMs ?? backoffMs(2, random) };
        case 'maybe':
          return { kind: 'unknown', reason: outcome.code, fencedAt: outcome.fencedAt };
        case 'aborted':
          return { kind: 'not_sent', reason: 'timed_out', retryAfterMs: 0 };
      }
    },
  };
}

const notExecuted = (
  code: PlatformErrorCode,
  retryAfterMs: number | null,
  { upstreamCode = null, final = true }: { upstreamCode?: string | null; final?: boolean } = {},
): Attempt<never> => ({ kind: 'not_executed', code, retryAfterMs, final, detail: { ...nothingSaid, upstreamCode } });

/** Milliseconds to wait before a read is tried again; null: it has failed. */
function waitBeforeNext(
  outcome: Exclude<Attempt<unknown>, { kind: 'ok' | 'aborted' }>,
  tried: number,
  random: () => number,
): number | null {
  if (outcome.kind === 'refused' || tried >= readAttempts) return null;
  if (outcome.kind === 'not_executed' && outcome.final) return null;
  const waitMs = Math.max(outcome.retryAfterMs ?? 0, backoffMs(tried, random));
  return waitMs > readPatienceMs ? null : waitMs;
}

/** Whatever comes from behind the check of credentials proves that they passed it; a failure inside proves nothing. */
function recognitionOf(verdict: Verdict<unknown>): 'accepted' | 'rejected' | 'unclear' {
  if (verdict.kind === 'credentials') return 'rejected';
  if (verdict.kind === 'ok') return 'accepted';
  const answered = verdict.kind === 'refused' && verdict.code !== 'failing' && verdict.detail.upstreamCode !== null;
  return answered ? 'accepted' : 'unclear';
}
