import { ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { failureOf, mayPass } from './problem.ts';

const answered = (code: string, status: number, data?: unknown) =>
  Object.assign(new ORPCError(code, { status, data }), { requestId: 'r-1' });

test('a declared error keeps its code, its data and the request id', () => {
  expect(failureOf(answered('refused', 409, { reason: 'task_stopped' }))).toEqual({
    code: 'refused',
    data: { reason: 'task_stopped' },
    requestId: 'r-1',
  });
  expect(failureOf(answered('signed_out', 401))).toEqual({ code: 'signed_out', data: null, requestId: 'r-1' });
});

test('data that is not as declared, or a code from elsewhere, is a fault of the console', () => {
  expect(failureOf(answered('refused', 409, { reason: 'no idea' })).code).toBe('internal');
  expect(failureOf(answered('SOMETHING_ELSE', 500)).code).toBe('internal');
  expect(failureOf(new RangeError('a bug')).code).toBe('internal');
});

test('a call without an answer is offline', () => {
  expect(failureOf(new TypeError('Failed to fetch')).code).toBe('offline');
});

test('only what may pass by itself is asked again', () => {
  expect(mayPass(new TypeError('Failed to fetch'))).toBe(true);
  expect(mayPass(answered('upstream_busy', 503))).toBe(true);
  expect(mayPass(answered('internal', 500))).toBe(true);
  expect(mayPass(answered('upstream_misconfigured', 503))).toBe(false);
  expect(mayPass(answered('not_found', 404))).toBe(false);
  expect(mayPass(new RangeError('a bug'))).toBe(false);
});
