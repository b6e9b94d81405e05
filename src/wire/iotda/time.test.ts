import { expect, test } from 'vitest';
import { formatBasicTime, formatIsoTime, parseBasicTime, parseIsoTime } from './time.ts';

const moment = Date.UTC(2026, 7, 1, 12, 0, 0);

test('a moment is written and read in the basic form', () => {
  expect(formatBasicTime(moment + 999)).toBe('20260801T120000Z');
  expect(parseBasicTime('20260801T120000Z')).toBe(moment);
});

test.each([
  '20260230T000000Z',
  '20261301T000000Z',
  '20260801T240000Z',
  '20260801T126000Z',
  '2026-08-01T12:00:00Z',
  '20260801T120000',
  ' 20260801T120000Z',
  '',
])('%j is not a moment in the basic form', (written) => {
  expect(parseBasicTime(written)).toBeNull();
});

test('a fraction of any length is read, as IAM writes six digits', () => {
  expect(parseIsoTime('2026-08-01T12:00:00.701999Z')).toBe(moment + 701);
  expect(parseIsoTime('2026-08-01T12:00:00.7Z')).toBe(moment + 700);
  expect(parseIsoTime('2026-08-01T12:00:00Z')).toBe(moment);
  expect(parseIsoTime('2026-13-01T12:00:00Z')).toBeNull();
  expect(parseIsoTime('yesterday')).toBeNull();
  expect(formatIsoTime(moment)).toBe('2026-08-01T12:00:00.000Z');
});
