import { expect, test } from 'vitest';
import { isOutdated } from './list-age.ts';

const group = { failures: 3, lastSeenAt: 50 };

test.each([
  ['as many, the last of them known', { failures: [{ since: 50 }], from: 0, total: 3 }, false],
  ['as many, but a newer one among them', { failures: [{ since: 40 }], from: 0, total: 3 }, true],
  ['more than before', { failures: [{ since: 50 }], from: 0, total: 2 }, true],
  ['fewer than before', { failures: [{ since: 50 }], from: 0, total: 4 }, true],
  ['a later page, which does not have the newest', { failures: [{ since: 10 }], from: 50, total: 3 }, false],
])('%s', (_, page, outdated) => {
  expect(isOutdated(page, group)).toBe(outdated);
});

test('none left, and none shown', () => {
  expect(isOutdated({ failures: [], from: 0, total: 0 }, { failures: 0, lastSeenAt: 50 })).toBe(false);
});
