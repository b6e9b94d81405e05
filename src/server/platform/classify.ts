import type { z } from 'zod';
import { ErrorBody, type ErrorMeaning, type KnownError, knownError } from '#wire/iotda/errors.ts';
import { KeystoneError } from '#wire/iotda/identity.ts';
import { retryAfterMs } from './backoff.ts';
import type { Answer } from './exchange.ts';
import type { PlatformErrorCode } from './port.ts';

/** What the platform itself said: for people, never to decide by. The message is at most 300 characters. */
export type Detail = { upstreamCode: string | null; upstreamMessage: string | null; requestId: string | null };

/**
 * What an answer means. `credentials`: the caller was not recognised, nothing was done. `throttled`: too many calls, nothing
 * was done. `refused`: no, for good. `maybe`: it failed in a way that does not tell whether the platform acted.
 */
export type Verdict<T> =
  | { kind: 'ok'; value: T; detail: Detail }
  | { kind: 'throttled'; retryAfterMs: number | null; detail: Detail }
  | { kind: 'credentials'; code: 'credentials_rejected' | 'wrong_algorithm'; detail: Detail }
  | { kind: 'refused'; code: PlatformErrorCode; detail: Detail }
  | { kind: 'maybe'; code: 'failing' | 'garbled'; retryAfterMs: number | null; detail: Detail };

type SaidError = { code: string; message: string | undefined; requestId: string | undefined };

/** How a platform writes its errors, and which codes it is known to use. */
export type ErrorWords = { read(json: unknown): SaidError | null; known(code: string): KnownError | null };

const iotdaErrors: ErrorWords = { read: errorIn, known: knownError };

/** `errors` are those of the v5 platform, its gateway and IAM, unless said otherwise. */
type Context = { schema: z.ZodType; now: number; signed: boolean; errors?: ErrorWords | undefined };

/** Classifies by the code in the body first and by the status only then: throttling also comes as 403, errors also as 200. */
export function classify<Schema extends z.ZodType>(
  answer: Answer,
  context: Context & { schema: Schema },
): Verdict<z.output<Schema>> {
  // No content is an answer as well, to whoever expects none.
  const json = answer.text === '' ? null : parseJson(answer.text);
  const { errors = iotdaErrors } = context;
  const error = errors.read(json);
  const detail: Detail = {
    upstreamCode: error?.code ?? null,
    upstreamMessage: clean(error?.message),
    requestId: answer.headers['x-request-id'] ?? answer.headers['x-iam-trace-id'] ?? error?.requestId ?? null,
  };
  const meaning =
    (error && meaningOf(error.code, answer.status, errors)) ?? meaningOfStatus(answer.status, error !== null);

  if (meaning === 'ok') {
    const value = json === undefined ? null : parse(context.schema, json);
    return value
      ? { kind: 'ok', value: value.data, detail }
      : { kind: 'maybe', code: 'garbled', retryAfterMs: null, detail };
  }
  const wait = retryAfterMs(answer.headers['retry-after'], context.now);
  switch (meaning) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: wait, detail };
    case 'credentials': {
      // The gateway's text may repeat the request that it could not verify, so it goes no further.
      const quiet = { ...detail, upstreamMessage: error ? (errors.known(error.code)?.message ?? null) : null };
      const wrongAlgorithm = context.signed && error?.code === 'IOTDA.000002';
      return { kind: 'credentials', code: wrongAlgorithm ? 'wrong_algorithm' : 'credentials_rejected', detail: quiet };
    }
    case 'server':
      return { kind: 'maybe', code: 'failing', retryAfterMs: wait, detail };
    default:
      return { kind: 'refused', code: error?.code === 'IOTDA.000021' ? 'wrong_host' : refusals[meaning], detail };
  }
}

type Refusal = Exclude<ErrorMeaning, 'throttled' | 'credentials' | 'server'>;
const refusals: Record<Refusal, PlatformErrorCode> = {
  invalid: 'refused',
  device: 'refused',
  not_found: 'not_found',
  forbidden: 'no_permission',
  configuration: 'failing',
};

/** One gateway code means a bad request, one that is too large, or a back-end that took too long: only then did it get through. */
const meaningOf = (code: string, status: number, { known }: ErrorWords): ErrorMeaning | null => {
  if (/^APIG(W)?\.0201$/.test(code)) return status >= 500 ? 'server' : 'invalid';
  return known(code)?.meaning ?? null;
};

/** A 404 counts as "no such thing" only with an error body: a proxy's page says nothing about tasks. */
function meaningOfStatus(status: number, hasErrorBody: boolean): ErrorMeaning | 'ok' {
  if (status >= 200 && status < 300) return 'ok';
  if (status === 401) return 'credentials';
  if (status === 403) return 'forbidden';
  if (status === 404) return hasErrorBody ? 'not_found' : 'configuration';
  if (status === 408) return 'server';
  if (status === 429) return 'throttled';
  if (status >= 300 && status < 400) return 'configuration';
  return status >= 400 && status < 500 ? 'invalid' : 'server';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Also fails, rather than throws, where a value is nested too deep to be walked. */
function parse<Schema extends z.ZodType>(schema: Schema, json: unknown): { data: z.output<Schema> } | null {
  try {
    const result = schema.safeParse(json);
    return result.success ? { data: result.data } : null;
  } catch {
    return null;
  }
}

function errorIn(json: unknown): SaidError | null {
  if (typeof json !== 'object' || json === null || !('error_code' in json || 'error' in json)) return null;
  const body = ErrorBody.safeParse(json).data;
  if (body) return { code: body.error_code, message: body.error_msg, requestId: body.request_id };
  const keystone = KeystoneError.safeParse(json).data?.error;
  return keystone ? { code: keystone.code ?? '', message: keystone.message, requestId: undefined } : null;
}

const clean = (message: string | undefined): string | null =>
  message
    ?.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 300) || null;
