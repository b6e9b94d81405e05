import { describe, expect, test } from 'vitest';
import { everythingSelected, nothingSelected, withRows } from '#web/ui/selection.ts';
import {
  canSelectAll,
  chosenWith,
  followFilter,
  retrySelectionOf,
  sameFilter,
  selectionUnder,
} from './device-selection.ts';

describe('asking for the selected devices', () => {
  test('ticked rows go by name, whatever page they are on', () => {
    const ticked = withRows(withRows(nothingSelected, ['a', 'b'], true), ['z'], true);
    expect(retrySelectionOf(ticked, {}, 30_000)).toEqual({ by: 'devices', deviceIds: ['a', 'b', 'z'] });
  });

  test('all that match stays a filter, less what was unticked', () => {
    const filter = { outcome: 'failed', code: 'IOTDA.014219' } as const;
    expect(retrySelectionOf(withRows(everythingSelected, ['a'], false), filter, 612)).toEqual({
      by: 'outcome',
      outcomes: ['failed'],
      code: 'IOTDA.014219',
      except: ['a'],
    });
  });

  test('failures without a code are asked for by null, any code by leaving it out', () => {
    const ask = (code?: string) => retrySelectionOf(everythingSelected, { outcome: 'failed', code }, 3);
    expect(ask('')).toEqual({ by: 'outcome', outcomes: ['failed'], code: null });
    expect(ask()).toEqual({ by: 'outcome', outcomes: ['failed'] });
  });

  test('each action takes the ticked rows that it concerns', () => {
    const outcomes = new Map([
      ['a', 'failed'],
      ['b', 'processing'],
      ['c', 'retry_pending'],
    ] as const);
    const ticked = withRows(nothingSelected, ['a', 'b', 'c', 'unknown'], true);
    expect(chosenWith(ticked, outcomes, ['failed', 'retry_pending'])).toEqual({
      mode: 'some',
      ids: new Set(['a', 'c']),
    });
    expect(chosenWith(ticked, outcomes, ['processing', 'retry_pending'])).toMatchObject({ ids: new Set(['b', 'c']) });
    expect(chosenWith(everythingSelected, outcomes, ['failed'])).toBe(everythingSelected);
  });

  test('everything is not offered where the server could not resolve it', () => {
    expect(canSelectAll({ outcome: 'failed', code: 'x' })).toBe(true);
    expect(canSelectAll({ outcome: 'stopped', q: '' })).toBe(true);
    expect(canSelectAll({ outcome: 'stopped', q: '' }, ['failed', 'retry_pending'])).toBe(false);
    expect(canSelectAll({ outcome: 'succeeded' })).toBe(false);
    expect(canSelectAll({})).toBe(false);
    expect(canSelectAll({ outcome: 'failed', q: 'meter' })).toBe(false);
    expect(retrySelectionOf(everythingSelected, {}, 10)).toBeNull();
  });

  test('nothing selected asks for nothing', () => {
    expect(retrySelectionOf(nothingSelected, {}, 10)).toBeNull();
    expect(retrySelectionOf(withRows(everythingSelected, ['a'], false), { outcome: 'failed' }, 1)).toBeNull();
  });

  test('more than the server takes is not asked for', () => {
    const many = withRows(
      nothingSelected,
      Array.from({ length: 30_001 }, (_, at) => `device-${at}`),
      true,
    );
    expect(retrySelectionOf(many, {}, 40_000)).toBeNull();
  });
});

test('an absent search and an empty one are the same filter, an empty code is not', () => {
  expect(sameFilter({ q: '' }, {})).toBe(true);
  expect(sameFilter({ code: '' }, {})).toBe(false);
});

describe('changing the filter', () => {
  const ticked = withRows(nothingSelected, ['a', 'b'], true);
  const before = { ...selectionUnder({ outcome: 'failed' }), selection: ticked, count: 2 } as const;

  test('lets the selection go and remembers it', () => {
    const after = followFilter(before, { outcome: 'stopped' });
    expect(after).toMatchObject({ count: 0, dropped: { count: 2, selection: ticked, filter: { outcome: 'failed' } } });
    expect(followFilter(after, { outcome: 'stopped', q: 'm' }).dropped?.count).toBe(2);
  });

  test('gives it back with its own filter when that was asked for, and only then', () => {
    const after = followFilter(before, { q: 'm' });
    expect(followFilter({ ...after, restoring: true }, { outcome: 'failed' })).toMatchObject({
      count: 2,
      selection: ticked,
      dropped: null,
    });
    expect(followFilter(after, { outcome: 'failed' }).count).toBe(0);
  });

  test('the same filter leaves everything as it is', () => {
    expect(followFilter(before, { outcome: 'failed', q: '' })).toBe(before);
  });
});
