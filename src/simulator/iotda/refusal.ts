/**
 * How the platform says no. The codes stand here a second time, apart from the wire's table: a slip in one of the two is
 * then seen by the other.
 */

/** Thrown by a handler: becomes an error body with this status. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Printed in the vendor's error tables. */
const documented = {
  'IOTDA.000002': [401, 'The request is unauthorized.'],
  'IOTDA.000006': [400, 'Invalid input data.'],
  'IOTDA.000008': [400, 'Bad request format.'],
  'IOTDA.000009': [400, 'Invalid time format.'],
  'IOTDA.000010': [400, 'The start time must be before the end time.'],
  'IOTDA.000017': [400, 'The limit is out of range.'],
  'IOTDA.000018': [400, 'The marker is out of range.'],
  'IOTDA.000021': [403, 'The user is not found by the token or has not subscribed to IoTDA.'],
  'IOTDA.000022': [403, 'The user has no permission.'],
  'IOTDA.001000': [403, 'The application does not exist.'],
  'IOTDA.014000': [404, 'The device does not exist.'],
  'IOTDA.014024': [403, 'The gateway still has sub-devices.'],
  'IOTDA.014600': [404, 'The batch task file does not exist.'],
  'IOTDA.014602': [400, 'The batch task file name already exists.'],
  'IOTDA.014603': [400, 'The batch task file is too large.'],
  'IOTDA.021101': [403, 'The request rate has reached its limit.'],
  'APIGW.0101': [404, 'The API does not exist or has not been published in the environment.'],
  'APIGW.0201': [413, 'Request entity too large.'],
  'APIGW.0301': [401, 'Incorrect IAM authentication information.'],
  'APIGW.0308': [429, 'The throttling threshold has been reached:'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export function refuse(code: keyof typeof documented, detail?: string): Refusal {
  const [status, message] = documented[code];
  return new Refusal(status, code, detail === undefined ? message : `${message} ${detail}`);
}

/** Too many calls, in the words of the gateway or of the application behind it. */
export function throttled(words: 'gateway' | 'application', limit: number, per: string): Refusal {
  return words === 'gateway'
    ? refuse('APIGW.0308', `policy user over ratelimit,limit:${limit},time:${per}`)
    : refuse('IOTDA.021101');
}

export const invalid = (detail: string): Refusal => refuse('IOTDA.000006', detail);

/** Cases for which no page prints a code. The platform surely has one, only not this (docs/simulator-differences.md). */
const invented = {
  'no task': [404, 'IOTDA.014290', 'The batch task does not exist.'],
  'task status': [403, 'IOTDA.014291', 'The status of the batch task does not allow this operation.'],
  'too many tasks': [403, 'IOTDA.014292', 'Ten batch tasks of the resource space are being processed.'],
  'no group': [404, 'IOTDA.014293', 'The device group does not exist.'],
  'no product': [404, 'IOTDA.014294', 'The product does not exist.'],
  'no package': [404, 'IOTDA.014295', 'The package does not exist.'],
  'no module': [404, 'IOTDA.014297', 'The module does not exist.'],
  'module exists': [400, 'IOTDA.014298', 'The product already has a module of this name.'],
  'too many modules': [403, 'IOTDA.014299', 'The product has ten modules.'],
  'too many files': [403, 'IOTDA.014604', 'Ten batch task files are stored.'],
  'package exists': [400, 'IOTDA.014301', 'The product already has a package of this version.'],
  'target status': [200, 'IOTDA.014296', 'The status of the target does not allow this operation.'],
} as const;

export function guess(name: keyof typeof invented): Refusal {
  const [status, code, message] = invented[name];
  return new Refusal(status, code, message);
}
