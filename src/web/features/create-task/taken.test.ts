import { expect, test } from 'vitest';
import { takenOf } from './taken.ts';

const devices = (count: number) => Array.from({ length: count }, (_, at) => `meter_${at}`);
const told = (found: number, matched: number | null) => {
  const { deviceIds, ...rest } = takenOf(devices(found), matched);
  return { devices: deviceIds.length, ...rest };
};

test('as many as were counted are nothing to speak of', () => {
  expect(told(120, 120)).toEqual({ devices: 120, over: 0, matched: null });
  expect(told(120, null)).toEqual({ devices: 120, over: 0, matched: null });
});

test('more or fewer than were counted are told', () => {
  expect(told(118, 120)).toEqual({ devices: 118, over: 0, matched: 120 });
  expect(told(121, 120)).toEqual({ devices: 121, over: 0, matched: 120 });
});

test('what is over the limit is counted, also where collecting stopped before its end', () => {
  expect(told(30_000, 30_000)).toEqual({ devices: 30_000, over: 0, matched: null });
  expect(told(30_001, 30_001)).toEqual({ devices: 30_000, over: 1, matched: null });
  expect(told(30_050, 45_000)).toEqual({ devices: 30_000, over: 15_000, matched: null });
  expect(told(30_050, null)).toEqual({ devices: 30_000, over: 50, matched: null });
});
