import { z } from 'zod';
import { refusalReasons } from '#shared/domain/actions.ts';
import { RequestProblem } from '#shared/domain/brought.ts';
import { inputProblems } from '#shared/domain/create.ts';
import { commandProblems } from '#shared/domain/device-command.ts';

/**
 * Every error an answer can carry: code, HTTP status, data. The list is closed; the catalogues hold a sentence for each code in
 * both languages, and nobody reads a message to decide anything.
 */
export const errors = {
  /** No session, or one that has ended. */
  signed_out: { status: 401 },
  /** The role lacks the permission. */
  forbidden: { status: 403 },
  /** The request did not come from this console's own pages. */
  cross_site: { status: 403 },
  not_found: { status: 404 },
  wrong_credentials: { status: 401 },
  too_many_attempts: { status: 429, data: z.object({ retryAfterSeconds: z.int() }) },
  name_taken: { status: 409 },
  /** Somebody else changed it since it was read: nothing was written. */
  changed_meanwhile: { status: 409 },
  /** The person has as many views as the console keeps for one. */
  too_many_views: { status: 409 },
  /** The person has as many drafts and templates as the console keeps for one. */
  too_many_drafts: { status: 409 },
  set_up_token_wrong: { status: 403 },
  /** The browser's check was passed over or is out of date: each problem has a field and a closed code. */
  invalid: {
    status: 422,
    data: z.object({
      problems: z.array(
        z.object({
          field: z.string(),
          code: z.enum([...inputProblems, ...commandProblems]),
          at: z.string().optional(),
        }),
      ),
    }),
  },
  /** No draft can be made of a request: each problem has a closed code. */
  request_refused: { status: 422, data: z.object({ problems: z.array(RequestProblem) }) },
  /** The action is not possible in the task's present state. */
  refused: { status: 409, data: z.object({ reason: z.enum(refusalReasons) }) },
  idempotency_key_missing: { status: 400 },
  /** The same key came with another body. */
  idempotency_key_reused: { status: 422 },
  /** The platform said no: its own code and text, for people to read. */
  upstream_refused: {
    status: 502,
    data: z.object({
      upstreamCode: z.string().nullable(),
      upstreamMessage: z.string().nullable(),
      requestId: z.string().nullable(),
    }),
  },
  upstream_busy: { status: 503, data: z.object({ retryAfterSeconds: z.int().nullable() }) },
  upstream_unreachable: { status: 503 },
  /** Wrong credentials, host or algorithm: an administrator has to change the configuration. */
  upstream_misconfigured: {
    status: 503,
    data: z.object({
      state: z.enum(['credentials_rejected', 'wrong_host', 'wrong_algorithm', 'no_permission']),
    }),
  },
  /** The platform's answer could not be understood. */
  upstream_garbled: { status: 502 },
  /** The console itself has too much to do just now; nothing was changed. */
  busy: { status: 503, data: z.object({ retryAfterSeconds: z.int() }) },
  /** The console's database cannot be written (disk full, read-only); reading goes on. */
  store_full: { status: 503 },
} as const;

export type ErrorCode = keyof typeof errors | 'bad_request' | 'too_large' | 'internal';
