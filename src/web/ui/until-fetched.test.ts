import { expect, test, vi } from 'vitest';
import { untilFetched } from './until-fetched.ts';

test('what cannot be fetched is tried again until it can', async () => {
  vi.useFakeTimers();
  let tries = 0;
  const part = untilFetched(async () => {
    tries += 1;
    if (tries < 3) throw new TypeError('no network');
    return 'the part';
  });
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await part).toBe('the part');
  expect(tries).toBe(3);
  vi.useRealTimers();
});
