import { expect, test } from 'vitest';
import { emptyDraft } from './draft.ts';
import { toNewTask } from './draft-request.ts';
import { requestKey } from './request-key.ts';

const draft = { ...emptyDraft('space1'), name: 'fw_2', listText: 'a\nb' };
const request = toNewTask(draft, ['a', 'b']);

test('a request has one key, whoever writes it down and whenever it is confirmed', () => {
  const key = requestKey(draft.seed, request);
  expect(key).toMatch(/^[A-Za-z0-9_-]{8,128}$/);
  const reloaded = { ...draft, ...JSON.parse(JSON.stringify(draft)) };
  expect(requestKey(reloaded.seed, toNewTask(reloaded, ['a', 'b']))).toBe(key);
  expect(requestKey(draft.seed, { ...request, confirmedCount: 2 })).toBe(key);
});

test('whatever is asked for differently has another key, and so has another draft', () => {
  const lists = Array.from({ length: 3_000 }, (_, at) => toNewTask(draft, ['a', `b${at}`]));
  const others = [
    ...lists,
    toNewTask(draft, ['b', 'a']),
    toNewTask({ ...draft, name: 'fw_3' }, ['a', 'b']),
    toNewTask({ ...draft, starts: 'later', startsAt: 1 }, ['a', 'b']),
    toNewTask({ ...draft, starts: 'later', startsAt: 2 }, ['a', 'b']),
    toNewTask({ ...draft, retryCount: 1, retryInterval: 5 }, ['a', 'b']),
    request,
  ];
  expect(new Set(others.map((other) => requestKey(draft.seed, other))).size).toBe(others.length);
  expect(requestKey(emptyDraft('space1').seed, request)).not.toBe(requestKey(draft.seed, request));
});
