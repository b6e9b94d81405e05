/** Sections K.1 to K.6 of the northbound contract: what its answers look like, and what is still understood of bent ones. */
import { expect, test } from 'vitest';
import queried from '#wire/samples/northbound-query-task-response.json' with { type: 'json' };
import { ErrorBody, knownError } from './errors.ts';
import { RefreshRequest, Session } from './session.ts';
import { TaskDetailsResponse } from './task-details.ts';
import { CreateTaskResponse, QueriedTask } from './tasks.ts';

test('K.1: a session is read with its two tokens and its life in seconds', () => {
  const body = { scope: 'default', tokenType: 'bearer', expiresIn: 3600, accessToken: 'a', refreshToken: 'r' };
  expect(Session.parse(body)).toEqual(body);
  expect(Session.parse({ accessToken: 'a', expiresIn: '3600', refreshToken: '' })).toEqual({
    accessToken: 'a',
    expiresIn: 3600,
  });
  expect(Session.safeParse({ refreshToken: 'r' }).success).toBe(false);
  expect(RefreshRequest.safeParse({ appId: 'a', secret: 's' }).success).toBe(false);
});

test('K.2: a created task is found under taskID, and also under taskId', () => {
  expect(CreateTaskResponse.parse({ taskID: '5c8b' }).taskID).toBe('5c8b');
  expect(CreateTaskResponse.parse({ taskId: '5c8b' }).taskId).toBe('5c8b');
  expect(CreateTaskResponse.safeParse({ error_code: '105001', error_desc: 'limit' }).success).toBe(false);
  expect(CreateTaskResponse.safeParse({}).success).toBe(false);
});

test('K.3: the printed answer for one task is read whole', () => {
  const task = QueriedTask.parse(queried);
  expect(task).toEqual(queried);
  expect([task.totalCnt, task.successCnt, task.failCnt, task.timeoutCnt, task.expiredCnt]).toEqual([
    100, 70, 10, 10, 10,
  ]);
});

test('K.3: a task survives unknown words, missing counters and numbers in strings', () => {
  const task = QueriedTask.parse({ taskId: 'a', status: 'Paused', totalCnt: '12', successCnt: null, failCnt: -1 });
  expect(task).toEqual({ taskId: 'a', status: 'Paused', totalCnt: 12 });
  expect(QueriedTask.safeParse({ totalCnt: 1 }).success).toBe(false);
});

test('K.4: the parameters of a command are read, and those of another type are kept', () => {
  const param = {
    type: 'DeviceType',
    deviceType: 'WaterMeter',
    manufacturerId: 'm',
    model: 'WM20',
    command: { serviceId: 'WaterMeter', method: 'ON_OFF', paras: { value: 'ON' } },
    callbackUrl: 'https://na.example.com/commands',
    maxRetransmit: 3,
    manufactureId: 'the spelling of another client',
  };
  expect(QueriedTask.parse({ taskId: 'a', param }).param).toEqual(param);
});

test('K.5: the error of a subtask is an object written as text', () => {
  const { taskDetails, totalCount } = TaskDetailsResponse.parse({
    pageNo: 0,
    pageSize: 3,
    totalCount: 3,
    taskDetails: [
      { status: 'Fail', error: '{"error_code": "100418", "error_desc": "no such device"}', param: { deviceId: 'd' } },
      { status: 'Fail', error: 'gone', output: { commandResult: 'FAILED' } },
      { status: 'Success', error: '', output: 'done', param: null },
    ],
  });
  expect(totalCount).toBe(3);
  expect(taskDetails.map(({ error }) => error)).toEqual([
    { error_code: '100418', error_desc: 'no such device' },
    { error_code: '', error_desc: 'gone' },
    undefined,
  ]);
  expect(taskDetails.map(({ output }) => output)).toEqual([undefined, '{"commandResult":"FAILED"}', 'done']);
  expect(TaskDetailsResponse.parse({ totalCount: 0, taskDetails: null }).taskDetails).toEqual([]);
});

test.each([
  [400, '100019', 'invalid'],
  [400, '100022', 'invalid'],
  [403, '100203', 'forbidden'],
  [403, '100217', 'forbidden'],
  [403, '1010009', 'throttled'],
  [403, '1010005', 'credentials'],
  [404, '105005', 'not_found'],
  [500, '50252', 'server'],
  [200, '101001', 'not_found'],
  [200, '105001', 'invalid'],
  [200, '105002', 'invalid'],
  [400, '105201', 'invalid'],
  [400, '50400', 'invalid'],
  [401, '100028', 'forbidden'],
  [404, '105202', 'not_found'],
  [401, '100208', 'credentials'],
])('K.6: %i %s means %s', (status, code, meaning) => {
  expect(knownError(code)).toMatchObject({ status, meaning });
});

test('K.6: an error body is one with a code, and an unknown code is not known', () => {
  expect(ErrorBody.parse({ error_code: 105005, error_desc: 'x' })).toEqual({ error_code: '105005', error_desc: 'x' });
  expect(ErrorBody.safeParse({ taskID: 'a' }).success).toBe(false);
  expect(knownError('999')).toBeNull();
  expect(knownError('constructor')).toBeNull();
});
