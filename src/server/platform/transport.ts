import type { z } from 'zod';
import { type Attempt, createAttempts, type Request, type TransportNeeds, type TransportSettings } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Method } from './exchange.ts';
import { createHealth, type HealthTracker } from './health.ts';
import { Nothing } from './nothing.ts';
import { type Call, PlatformError, type Written } from './port.ts';

/**
 * The one way to a platform. `read` repeats what may help and throws `PlatformError`; `write` never repeats anything that may have
 * been executed, and says what became of it; `remove` is a write that wants something gone, and is done where it was gone before.
 */
export type Transport = {
  /** A GET unless said otherwise: some questions are asked with a POST. */
  read<Schema extends z.ZodType>(
    request: Request & { method?: 'POST' },
    schema: Schema,
    call: Call,
  ): Promise<z.output<Schema>>;
  write<Schema extends z.ZodType>(request: Request, schema: Schema, call: Call): Promise<Written<z.output<Schema>>>;
  remove(request: Request, call: Call): Promise<Written<null>>;
  health: HealthTracker;
};

const readAttempts = 3;
/** A read that would have to wait longer than this fails at once and says when to come back. */
const readPatienceMs = 15_000;
/** Repetitions that may be saved up; each call earns a tenth of one, so that a dead platform sees at most 10 % more calls. */
const savedRepetitions = 10;

export function createTransport(settings: TransportSettings, needs: TransportNeeds): Transport {
  const { clock, random } = needs;
  const health = createHealth(clock);
  const attempt = createAttempts(settings, needs, health);
  let repetitions = savedRepetitions;

  const note = (outcome: Attempt<unknown>) => {
    health.noted({ skewMs: needs.skew.measuredMs(), servesUntil: needs.auth.servesUntil?.() ?? null });
    if (outcome.kind === 'ok') health.answered();
    else if (outcome.kind !== 'aborted' && outcome.code !== 'throttled')
      health.failed(outcome.code, { cause: outcome.detail.upstreamCode });
  };

  async function change<Schema extends z.ZodType>(
    request: Request & { method: Method },
    schema: Schema,
    call: Call,
  ): Promise<Attempt<z.output<Schema>>> {
    const outcome = await attempt('write', request, schema, call);
    note(outcome);
    return outcome;
  }

  const writtenOf = <T>(outcome: Attempt<T>): Written<T> => {
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
  };

  return {
    health,
    async read(request, schema, call) {
      repetitions = Math.min(repetitions + 0.1, savedRepetitions);
      for (let tried = 1; ; tried += 1) {
        const outcome = await attempt('read', { method: 'GET', ...request }, schema, call);
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

    write: async (request, schema, call) => writtenOf(await change({ ...request, method: 'POST' }, schema, call)),

    async remove(request, call) {
      const outcome = await change({ ...request, method: 'DELETE' }, Nothing, call);
      if (outcome.kind === 'refused' && outcome.code === 'not_found') {
        return { kind: 'done', value: null, requestId: outcome.detail.requestId };
      }
      return writtenOf(outcome);
    },
  };
}

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
