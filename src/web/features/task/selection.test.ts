import { describe, expect, test } from 'vitest';
import type { Outcome } from '#shared/domain/task.ts';
import {
  allMatching,
  isSelected,
  nothingSelected,
  pageToggled,
  retrySelectionOf,
  selectedCount,
  toggled,
} from './selection.ts';

const row = (deviceId: string, outcome: Outcome = 'failed') => ({ deviceId, outcome });

describe('selecting devices', () => {
  test('ticks on several pages add up', () => {
    const first = pageToggled(nothingSelected, [row('a'), row('b')]);
    const both = toggled(first, row('z'));
    expect(selectedCount(both)).toBe(3);
    expect(retrySelectionOf(both)).toEqual({ by: 'devices', deviceIds: ['a', 'b', 'z'] });
  });

  test('a device that a retry cannot start again is never in it', () => {
    const selection = pageToggled(nothingSelected, [row('a'), row('ok', 'succeeded'), row('off', 'stopped'), row('x', 'other')]);
    expect(retrySelectionOf(selection)).toEqual({ by: 'devices', deviceIds: ['a', 'off'] });
    expect(selectedCount(toggled(nothingSelected, row('ok', 'succeeded')))).toBe(0);
  });

  test('the page box fills a part-ticked page and empties a full one, other pages untouched', () => {
    const page = [row('a'), row('b')];
    const other = toggled(nothingSelected, row('z'));
    const part = toggled(other, row('a'));
    const full = pageToggled(part, page);
    expect(page.every(({ deviceId }) => isSelected(full, deviceId))).toBe(true);
    expect(retrySelectionOf(pageToggled(full, page))).toEqual({ by: 'devices', deviceIds: ['z'] });
  });

  test('all matching stays a filter, less what was unticked', () => {
    const all = allMatching({ outcome: 'failed', code: 'IOTDA.014219' }, 612);
    if (all === null) throw new Error('a retryable outcome can be selected whole');
    const less = toggled(all, row('a'));
    expect(selectedCount(less)).toBe(611);
    expect(isSelected(less, 'a')).toBe(false);
    expect(retrySelectionOf(less)).toEqual({ by: 'outcome', outcomes: ['failed'], code: 'IOTDA.014219', except: ['a'] });
    expect(selectedCount(toggled(less, row('a')))).toBe(612);
  });

  test('failures without a code are asked for by null, any code by leaving it out', () => {
    const codeOf = (code: string | undefined) => {
      const selection = allMatching({ outcome: 'failed', code }, 3);
      return selection === null ? null : retrySelectionOf(selection);
    };
    expect(codeOf('')).toEqual({ by: 'outcome', outcomes: ['failed'], code: null });
    expect(codeOf(undefined)).toEqual({ by: 'outcome', outcomes: ['failed'] });
  });

  test('all matching is not offered where the server could not resolve it', () => {
    expect(allMatching({ outcome: 'succeeded' }, 10)).toBeNull();
    expect(allMatching({}, 10)).toBeNull();
    expect(allMatching({ outcome: 'failed', target: 'meter' }, 10)).toBeNull();
  });

  test('an empty selection asks for nothing', () => {
    expect(retrySelectionOf(nothingSelected)).toBeNull();
    const one = allMatching({ outcome: 'failed' }, 1);
    expect(one && retrySelectionOf(toggled(one, row('a')))).toBeNull();
  });
});
