import { expect, test } from 'vitest';
import type { Log } from '#server/context.ts';
import { PlatformError } from '#server/platform/port.ts';
import { every } from './loop.ts';
import { createHandClock, settled } from './test-clock.ts';

function setUp(tick: () => Promise<void>) {
  const clock = createHandClock();
  const said: string[] = [];
  const log: Log = {
    info: (message) => void said.push(message),
    warn: (message, fields) => void said.push(`${message}: ${String(fields?.['code'])}`),
    error: (message, error) => void said.push(`${message}: ${String(error)}`),
  };
  const pass = async () => {
    clock.advance(1_000);
    await settled();
  };
  return { pass, said, loop: every({ name: 'test', everyMs: 1_000, clock, log }, tick) };
}

test('ticks at once and then after each rest', async () => {
  let ticks = 0;
  const { pass, loop } = setUp(async () => void (ticks += 1));
  await settled();
  expect(ticks).toBe(1);
  await pass();
  await pass();
  expect(ticks).toBe(3);
  await loop.stop();
});

test('a tick that fails is logged and the next one comes; the same failure is said once', async () => {
  const failures = [new Error('one'), new PlatformError('unreachable'), new PlatformError('unreachable'), null, null];
  const { pass, said, loop } = setUp(async () => {
    const failure = failures.shift();
    if (failure) throw failure;
  });
  await settled();
  for (let nth = 0; nth < 4; nth += 1) await pass();
  expect(failures).toEqual([]);
  expect(said).toEqual([
    'background tick failed: Error: one',
    'background work is held up: unreachable',
    'background work goes on',
  ]);
  await loop.stop();
});

test('waking ends the rest, and a tick under way is followed by another', async () => {
  let ticks = 0;
  let finish = () => {};
  const { loop } = setUp(() => {
    ticks += 1;
    return new Promise((resolve) => (finish = resolve));
  });
  loop.wake();
  expect(ticks).toBe(1);
  finish();
  await settled();
  expect(ticks).toBe(2);
  finish();
  await settled();
  loop.wake();
  await settled();
  expect(ticks).toBe(3);
  finish();
  await loop.stop();
});

test('stopping waits for the tick under way and starts no other', async () => {
  let ticks = 0;
  let finish = () => {};
  const { pass, loop } = setUp(() => {
    ticks += 1;
    return new Promise((resolve) => (finish = resolve));
  });
  let stopped = false;
  const stopping = loop.stop().then(() => (stopped = true));
  await settled();
  expect(stopped).toBe(false);
  finish();
  await stopping;
  await pass();
  loop.wake();
  await settled();
  expect(ticks).toBe(1);
});
