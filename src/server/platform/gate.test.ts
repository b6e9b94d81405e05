import { expect, test } from 'vitest';
import { createGate, type Entry, type Gate } from './gate.ts';
import { createTestClock } from './test-support.ts';

const minute = 60_000;

async function go(gate: Gate) {
  const entry = await gate.enter();
  if (entry.kind !== 'go') throw new Error('the gate is closed');
  return entry;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('however many call at once, a wrong credential is used twice', async () => {
  const gate = createGate(createTestClock());
  const kinds: Entry['kind'][] = [];
  let used = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      const entry = await gate.enter();
      kinds.push(entry.kind);
      if (entry.kind !== 'go') return;
      used += 1;
      await settled();
      entry.leave('rejected');
    }),
  );
  expect(used).toBe(2);
  expect(kinds.filter((kind) => kind === 'paused')).toHaveLength(18);
});

test('while paused there is one probe every six minutes, and a success opens the gate', async () => {
  const clock = createTestClock();
  const gate = createGate(clock);
  for (let failure = 0; failure < 2; failure += 1) (await go(gate)).leave('rejected');
  expect(await gate.enter()).toEqual({ kind: 'paused', retryAfterMs: 6 * minute });
  clock.advance(6 * minute - 1);
  expect((await gate.enter()).kind).toBe('paused');

  clock.advance(1);
  const probe = await go(gate);
  expect((await gate.enter()).kind).toBe('paused');
  probe.leave('rejected');
  expect(await gate.enter()).toEqual({ kind: 'paused', retryAfterMs: 6 * minute });

  clock.advance(6 * minute);
  (await go(gate)).leave('accepted');
  const [one, two] = await Promise.all([go(gate), go(gate)]);
  expect([one.kind, two.kind]).toEqual(['go', 'go']);
});

test('a recognised credential is used by many at once; after one failure they queue up', async () => {
  const gate = createGate(createTestClock());
  (await go(gate)).leave('accepted');
  const many = await Promise.all([go(gate), go(gate), go(gate)]);
  many[0]?.leave('rejected');
  let entered = false;
  const next = gate.enter().then((entry) => {
    entered = true;
    return entry;
  });
  await settled();
  expect(entered).toBe(false);
  many[1]?.leave('unclear');
  many[2]?.leave('accepted');
  expect((await next).kind).toBe('go');
});

test('who gives up while it waits its turn does not enter', async () => {
  const gate = createGate(createTestClock());
  const first = await go(gate);
  const controller = new AbortController();
  const waiting = gate.enter(controller.signal);
  controller.abort();
  expect(await waiting).toEqual({ kind: 'aborted' });
  first.leave('accepted');
  expect((await gate.enter()).kind).toBe('go');
});

test('leaving twice counts once', async () => {
  const gate = createGate(createTestClock());
  const entry = await go(gate);
  entry.leave('rejected');
  entry.leave('rejected');
  expect((await gate.enter()).kind).toBe('go');
});
