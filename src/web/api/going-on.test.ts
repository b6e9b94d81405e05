import { expect, test } from 'vitest';
import { goingOn } from './going-on.ts';

/** Answers that leave so many, then fails. */
function asked(...left: number[]) {
  let times = 0;
  return {
    times: () => times,
    ask: () => {
      const many = left[times];
      times += 1;
      return many === undefined ? Promise.reject(new Error('cut')) : Promise.resolve({ left: Array(many).fill('t') });
    },
  };
}

test.each([
  ['at once', [0], 1, 0],
  ['in steps', [5, 3, 0], 3, 0],
  ['not at all', [5, 5, 0], 2, 5],
  ['until it fails', [5, 3], 3, 3],
])('a request that is answered %s', async (_, answers, times, left) => {
  const of = asked(...answers);
  expect((await goingOn(of.ask)).left).toHaveLength(left);
  expect(of.times()).toBe(times);
});

test('where the first answer fails there is none', async () => {
  await expect(goingOn(asked().ask)).rejects.toThrow('cut');
});
