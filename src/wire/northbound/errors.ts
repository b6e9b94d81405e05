/** Error bodies of the northbound v1.1.0 platform. Several come with HTTP 200: the code in the body decides, not the status. */
import { z } from 'zod';
import type { KnownError } from '#wire/iotda/errors.ts';
import { id, soft, text } from '#wire/iotda/reading.ts';

/** The text is in `error_desc`, where the v5 platform has `error_msg`. */
export const ErrorBody = z.looseObject({ error_code: id, error_desc: soft(text) });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** A user may have one unfinished batch task. Like the next one it comes with HTTP 200. */
export const taskUnfinishedCode = '105001';
export const nameTakenCode = '105002';

/** Codes of the error tables (Creating a Batch Task, Querying a Batch Task, Querying Subtasks); 100208 is on a later login page only. */
const knownErrors = {
  '50252': { status: 500, meaning: 'server', message: 'Internal server error.' },
  '50400': { status: 400, meaning: 'invalid', message: 'The input is invalid.' },
  '100019': { status: 400, meaning: 'invalid', message: 'Illegal request.' },
  '100022': { status: 400, meaning: 'invalid', message: 'The input is invalid' },
  '100028': { status: 401, meaning: 'forbidden', message: 'The user has no right.' },
  // Also with 500, and with 200 from a create: wrong settings, whatever the status, and never worth another attempt.
  '100203': { status: 403, meaning: 'forbidden', message: 'The application is not existed.' },
  '100208': { status: 401, meaning: 'credentials', message: 'AppId or secret is not right.' },
  '100217': { status: 403, meaning: 'forbidden', message: "The application hasn't been authorized" },
  '101001': { status: 200, meaning: 'not_found', message: 'The resource does not exist.' },
  [taskUnfinishedCode]: {
    status: 200,
    meaning: 'invalid',
    message: 'The number of batch tasks has reached the limit.',
  },
  [nameTakenCode]: { status: 200, meaning: 'invalid', message: 'The name of the batch task exists.' },
  '105005': { status: 404, meaning: 'not_found', message: 'The batchTask is not existed.' },
  '105201': { status: 400, meaning: 'invalid', message: 'The tag has been used.' },
  '105202': { status: 404, meaning: 'not_found', message: 'The tag does not exist.' },
  '1010005': { status: 403, meaning: 'credentials', message: 'App_key or access_token is invalid.' },
  '1010009': { status: 403, meaning: 'throttled', message: 'app throttle exceed.' },
} as const satisfies Record<string, KnownError>;

const codes: ReadonlyMap<string, KnownError> = new Map(Object.entries(knownErrors));

/** Looks a code up; null for one that no table prints. */
export const knownError = (code: string): KnownError | null => codes.get(code) ?? null;
