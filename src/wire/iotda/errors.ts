/** Error bodies and the codes in them. What a call's failure means is decided by the code first, then by the status. */
import { z } from 'zod';
import { id, soft, text } from './reading.ts';

/** The platform's error body, and the gateway's in front of it, which adds `request_id`. */
export const ErrorBody = z.looseObject({ error_code: id, error_msg: soft(text), request_id: soft(text) });
export type ErrorBody = z.infer<typeof ErrorBody>;

/**
 * What a code says:
 * - `invalid`: the request breaks a rule; `not_found`: a named thing is missing;
 * - `forbidden`: known caller, but without the right, or of another space; `configuration`: wrong address or edition;
 * - `credentials`: the caller is not recognised; `throttled`: too many calls, nothing was done;
 * - `device`: the platform did its part, the device did not; `server`: it failed inside, whether it acted is unknown.
 */
export type ErrorMeaning =
  | 'invalid'
  | 'not_found'
  | 'forbidden'
  | 'configuration'
  | 'credentials'
  | 'throttled'
  | 'device'
  | 'server';

/** A known code: the status it comes with (null where no page says), what it means, and the platform's text. */
export type KnownError = { status: number | null; meaning: ErrorMeaning; message: string };

/** Codes printed in the vendor's error tables. An unknown code is classified by its HTTP status. */
const knownErrors = {
  'IOTDA.000001': { status: 500, meaning: 'server', message: 'Internal server error.' },
  'IOTDA.000002': { status: 401, meaning: 'credentials', message: 'The request is unauthorized.' },
  'IOTDA.000004': { status: 403, meaning: 'credentials', message: 'Invalid access token.' },
  'IOTDA.000006': { status: 400, meaning: 'invalid', message: 'Invalid input data.' },
  'IOTDA.000008': { status: 400, meaning: 'invalid', message: 'Bad request format.' },
  'IOTDA.000009': { status: 400, meaning: 'invalid', message: 'Invalid time format.' },
  'IOTDA.000010': { status: 400, meaning: 'invalid', message: 'The start time must be earlier than the end time.' },
  'IOTDA.000011': { status: 400, meaning: 'invalid', message: 'The page number is out of range.' },
  'IOTDA.000012': { status: 400, meaning: 'invalid', message: 'The page size is out of range.' },
  'IOTDA.000013': { status: 400, meaning: 'invalid', message: 'The page number and size are out of range.' },
  'IOTDA.000014': { status: 400, meaning: 'invalid', message: 'The next token is out of range.' },
  'IOTDA.000015': { status: 403, meaning: 'forbidden', message: 'The account is frozen.' },
  'IOTDA.000017': { status: 400, meaning: 'invalid', message: 'The limit is out of range.' },
  'IOTDA.000018': { status: 400, meaning: 'invalid', message: 'The marker is out of range.' },
  'IOTDA.000020': { status: 500, meaning: 'credentials', message: 'Failed to decrypt the IAM token.' },
  'IOTDA.000021': { status: 403, meaning: 'configuration', message: 'The user has not subscribed to the service.' },
  'IOTDA.000022': { status: 403, meaning: 'forbidden', message: 'The user has no permission.' },
  'IOTDA.001000': { status: 403, meaning: 'not_found', message: 'The application does not exist.' },
  'IOTDA.001002': { status: 403, meaning: 'forbidden', message: 'The application is not authorized.' },
  'IOTDA.001006': { status: 403, meaning: 'forbidden', message: 'No application is found for the user.' },
  'IOTDA.001007': { status: 403, meaning: 'forbidden', message: 'The application does not belong to the user.' },
  'IOTDA.014000': { status: 404, meaning: 'not_found', message: 'The device does not exist.' },
  'IOTDA.014016': { status: 403, meaning: 'device', message: 'The device is not online.' },
  'IOTDA.014024': { status: 403, meaning: 'forbidden', message: 'The gateway still has child devices.' },
  'IOTDA.014031': { status: null, meaning: 'invalid', message: 'The device already exists.' },
  'IOTDA.014111': { status: 200, meaning: 'device', message: 'The command timed out.' },
  'IOTDA.014112': { status: null, meaning: 'device', message: 'The device has not subscribed to the topic.' },
  'IOTDA.014114': { status: null, meaning: 'invalid', message: 'MQTT devices take no asynchronous commands.' },
  'IOTDA.014219': { status: null, meaning: 'invalid', message: 'Invalid input. The target is not in the task' },
  'IOTDA.014600': { status: 404, meaning: 'not_found', message: 'The batch task file does not exist.' },
  'IOTDA.014602': { status: 400, meaning: 'invalid', message: 'The batch task file name already exists.' },
  'IOTDA.014603': { status: 400, meaning: 'invalid', message: 'The batch task file is too large.' },
  'IOTDA.021101': { status: 403, meaning: 'throttled', message: 'The request rate has reached the limit.' },
  'IOTDA.021102': {
    status: 403,
    meaning: 'throttled',
    message: 'The request rate of the tenant has reached the limit.',
  },
  'APIGW.0101': { status: 404, meaning: 'configuration', message: 'The API does not exist.' },
  'APIGW.0301': { status: 401, meaning: 'credentials', message: 'Incorrect IAM authentication information.' },
  'APIGW.0308': { status: 429, meaning: 'throttled', message: 'The throttling threshold has been reached.' },
} as const satisfies Record<string, KnownError>;

/** Looks a code up; the gateway writes `APIG.` and `APIGW.` for the same thing. Null for a code no table prints. */
export function knownError(code: string): KnownError | null {
  return codes.get(code.replace(/^APIG\./, 'APIGW.')) ?? null;
}

const codes: ReadonlyMap<string, KnownError> = new Map(Object.entries(knownErrors));
