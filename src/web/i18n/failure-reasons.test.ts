import { expect, test } from 'vitest';
import { reasonKey } from './failure-reasons.ts';

test('a result code of the device says more than anything else', () => {
  expect(reasonKey('4', 'Low battery')).toEqual({ in: 'ota', key: 'low_battery' });
  expect(reasonKey('255', 'Task Conflict')).toEqual({ in: 'ota', key: 'internal' });
});

test('a known text says more than the code beside it', () => {
  expect(reasonKey('IOTDA.014016', 'Device Abnormal is not online')).toEqual({ in: 'ota', key: 'device_not_online' });
  expect(reasonKey('IOTDA.999999', ' Task Conflict ')).toEqual({ in: 'ota', key: 'task_conflict' });
});

test('a code of the platform or its gateway is found under both spellings', () => {
  expect(reasonKey('IOTDA.014219', 'whatever')).toEqual({ in: 'platform', key: 'IOTDA_014219' });
  expect(reasonKey('APIG.0308', null)).toEqual({ in: 'platform', key: 'APIGW_0308' });
  expect(reasonKey('APIGW.0308', null)).toEqual({ in: 'platform', key: 'APIGW_0308' });
});

test('what nobody explained stays unexplained', () => {
  expect(reasonKey('IOTDA.987654', 'Something new')).toBeNull();
  expect(reasonKey(null, null)).toBeNull();
  expect(reasonKey('toString', 'constructor')).toBeNull();
});
