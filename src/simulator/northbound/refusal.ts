/** How the northbound platform says no. The codes stand here apart from the wire's table, so that a slip in one of the two shows. */

/** Thrown by a handler; becomes `{error_code, error_desc}` with this status, which may well be 200. */
export class NorthboundRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const documented = {
  'missing parameter': [400, '100019', 'Illegal request.'],
  'invalid query': [400, '100022', 'The input is invalid'],
  'invalid body': [400, '50400', 'The input is invalid.'],
  'no application': [403, '100203', 'The application is not existed.'],
  'not authorised': [403, '100217', "The application hasn't been authorized"],
  throttled: [403, '1010009', 'app throttle exceed.'],
  'bad token': [403, '1010005', 'App_key or access_token is invalid.'],
  'bad secret': [401, '100208', 'AppId or secret is not right.'],
  'no task': [404, '105005', 'The batchTask is not existed.'],
  'no resource': [200, '101001', 'The resource does not exist.'],
  'unfinished task': [200, '105001', 'The number of batch tasks has reached the limit.'],
  'name taken': [200, '105002', 'The name of the batch task exists.'],
  'tag taken': [400, '105201', 'The tag has been used.'],
} as const satisfies Record<string, readonly [status: number, code: string, message: string]>;

export function refuse(reason: keyof typeof documented): NorthboundRefusal {
  const [status, code, message] = documented[reason];
  return new NorthboundRefusal(status, code, message);
}

export const errorBody = ({ code, message }: Pick<NorthboundRefusal, 'code' | 'message'>) => ({
  error_code: code,
  error_desc: message,
});
