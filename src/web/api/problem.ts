import { ORPCError } from '@orpc/client';
import { errors } from '#shared/api/errors.ts';
import type { Failure } from '#web/i18n/failure.ts';

const isDeclared = (code: string): code is keyof typeof errors => Object.hasOwn(errors, code);
const isUndeclared = (code: string): code is 'bad_request' | 'too_large' =>
  code === 'bad_request' || code === 'too_large';

/** Anything thrown as one of the closed codes. A call that never reached the server is `offline`. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ORPCError)) {
    // fetch rejects with a TypeError when no answer came; anything else is a fault of this page.
    return { code: error instanceof TypeError ? 'offline' : 'internal', data: null, requestId: null };
  }
  const requestId = 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : null;
  const code: string = error.code;
  if (isUndeclared(code)) return { code, data: null, requestId };
  if (!isDeclared(code)) return { code: 'internal', data: null, requestId };
  const declaration = errors[code];
  const data = 'data' in declaration ? declaration.data.safeParse(error.data) : { success: true, data: null };
  // The contract pairs each code with its data; TypeScript cannot follow the pairing through a variable.
  return data.success ? ({ code, data: data.data, requestId } as Failure) : { code: 'internal', data: null, requestId };
}

/** An error that the server answered with, as against a fault of this page or no answer at all. */
export const isAnswer = (error: unknown): boolean => error instanceof ORPCError;

// Asking again changes nothing: the platform has decided, or somebody must act first.
const settled: ReadonlySet<string> = new Set(['upstream_misconfigured', 'upstream_refused', 'store_full']);

/** Whether asking again may help by itself: no answer came, or the server or the platform was at fault. */
export const mayPass = (error: unknown): boolean => {
  if (!(error instanceof ORPCError)) return error instanceof TypeError;
  return error.status >= 500 && !settled.has(error.code);
};
