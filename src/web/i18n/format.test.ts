import { describe, expect, test } from 'vitest';
import { formatsOf } from './format.ts';

const en = formatsOf('en');
const zh = formatsOf('zh-CN');
const minute = 60_000;

test('numbers are grouped', () => {
  expect(en.count(12_480)).toBe('12,480');
  expect(zh.count(12_480)).toBe('12,480');
});

test.each([
  [0, 30_000, '0%'],
  [1, 30_000, '0.1%'],
  [29_999, 30_000, '99.9%'],
  [30_000, 30_000, '100%'],
  [1, 3, '33.3%'],
  [0, 0, '0%'],
])('%i of %i reads %s', (part, whole, expected) => expect(en.percent(part, whole)).toBe(expected));

describe('relative time', () => {
  test.each([
    [-3_000, '3 sec. ago'],
    [-5 * minute, '5 min. ago'],
    [-119 * minute, '1 hr. ago'],
    [-24 * 60 * minute, 'yesterday'],
    [8 * 60 * minute, 'in 8 hr.'],
  ])('%i ms reads %s', (distance, expected) =>
    expect(en.relative(1_000_000_000_000 + distance, 1_000_000_000_000)).toBe(expected),
  );

  test('in Chinese', () => {
    expect(zh.relative(0, 5 * minute)).toBe('5分钟前');
    expect(zh.relative(0, 400)).toBe('刚刚');
    expect(zh.relative(400, 0)).toBe('现在');
  });
});

test('a duration shows its two largest units', () => {
  expect(en.duration(0)).toBe('0s');
  expect(en.duration(59_400)).toBe('59s');
  expect(en.duration(134 * minute)).toBe('2h 14m');
  expect(en.duration(((26 * 60 + 5) * 60 + 3) * 1000)).toBe('1d 2h');
  expect(en.duration(-5)).toBe('0s');
  expect(zh.duration(134 * minute)).toBe('2小时14分钟');
});
