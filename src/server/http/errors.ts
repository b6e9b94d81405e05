import { ORPCError, ValidationError } from '@orpc/server';
import type { z } from 'zod';
import { errors, type ErrorCode } from '#shared/api/errors.ts';
import { PlatformError } from '#server/platform/port.ts';
import { StoreBusyError, StoreFullError } from '#server/store/store.ts';

type Errors = typeof errors;
type DataOf<C extends keyof Errors> = Errors[C] extends { data: infer S extends z.ZodType } ? [data: z.input<S>] : [];

/** An error of the closed list, to be thrown. */
export const refusal = <C extends keyof Errors>(code: C, ...[data]: DataOf<C>): ORPCError<C, unknown> =>
  new ORPCError(code, { status: errors[code].status, message: code, data });

const upstreamTextLimit = 300;

function ofPlatform(error: PlatformError): ORPCError<string, unknown> {
  switch (error.code) {
    case 'not_found':
      return refusal('not_found');
    case 'throttled': {
      const { retryAfterMs } = error;
      return refusal('upstream_busy', {
        retryAfterSeconds: retryAfterMs === null ? null : Math.ceil(retryAfterMs / 1000),
      });
    }
    case 'unreachable':
    case 'timed_out':
      return refusal('upstream_unreachable');
    case 'credentials_rejected':
    case 'wrong_host':
    case 'wrong_algorithm':
    case 'no_permission':
      return refusal('upstream_misconfigured', { state: error.code });
    case 'refused':
    case 'failing':
      return refusal('upstream_refused', {
        upstreamCode: error.upstreamCode,
        upstreamMessage: error.upstreamMessage?.slice(0, upstreamTextLimit) ?? null,
        requestId: error.requestId,
      });
    case 'garbled':
      return refusal('upstream_garbled');
  }
}

// Where the input is wrong, never what it was.
const fieldsOf = (error: ValidationError): string[] =>
  error.issues.map((issue) =>
    (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
  );

/** The answer for whatever a procedure threw, or null when it is unknown: that is logged, and the caller learns only the id. */
export function knownError(error: unknown): ORPCError<string, unknown> | null {
  if (error instanceof PlatformError) return ofPlatform(error);
  if (error instanceof StoreBusyError) return refusal('busy', { retryAfterSeconds: 1 });
  if (error instanceof StoreFullError) return refusal('store_full');
  if (!(error instanceof ORPCError)) return null;
  if (Object.hasOwn(errors, error.code)) return error;
  if (error.code !== 'BAD_REQUEST') return null;
  const fields = error.cause instanceof ValidationError ? fieldsOf(error.cause) : [];
  return new ORPCError('bad_request', { status: 400, message: 'bad_request', data: { fields } });
}

export const internalError = (requestId: string): ORPCError<string, unknown> =>
  new ORPCError('internal', { status: 500, message: 'internal', data: { requestId } });

/** An error answered outside of a procedure, encoded as procedures encode theirs. */
export function errorResponse(
  code: ErrorCode,
  status: number,
  data?: unknown,
  headers?: Record<string, string>,
): Response {
  const defined = Object.hasOwn(errors, code);
  return Response.json({ defined, code, status, message: code, data }, { status, headers: headers ?? {} });
}
