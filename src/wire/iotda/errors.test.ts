import { expect, test } from 'vitest';
import { ErrorBody, knownError } from './errors.ts';

test('the body of the gateway is read with its request ID', () => {
  const body = { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information', request_id: 'r-1' };
  expect(ErrorBody.parse(body)).toEqual(body);
});

test('a body without a code is not an error body', () => {
  expect(ErrorBody.safeParse({ error_msg: 'oops' }).success).toBe(false);
  expect(ErrorBody.safeParse('<html>').success).toBe(false);
});

test('codes are known by either spelling of the gateway, and others are not known', () => {
  expect(knownError('IOTDA.021101')).toMatchObject({ status: 403, meaning: 'throttled' });
  expect(knownError('APIG.0308')).toEqual(knownError('APIGW.0308'));
  expect(knownError('IOTDA.999999')).toBeNull();
  expect(knownError('toString')).toBeNull();
});
