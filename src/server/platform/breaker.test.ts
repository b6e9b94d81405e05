import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Breaker, createBreaker, type Signal } from './breaker.ts';
import { createTestClock } from './test-support.ts';

const works: Signal = { kind: 'works' };
const fails: Signal = { kind: 'fails', code: 'failing' };

/** Sends a call that ends at once; tells whether it was let through. */
function call(breaker: Breaker, signal: Signal): boolean {
  const passage = breaker.enter();
  if (passage.kind === 'go') passage.leave(signal);
  return passage.kind === 'go';
}
const calls = (breaker: Breaker, count: number, signal: Signal) => {
  for (let n = 0; n < count; n += 1) call(breaker, signal);
};
function shut() {
  const clock = createTestClock();
  const breaker = createBreaker(clock);
  calls(breaker, 20, fails);
  return { clock, breaker };
}

test('nineteen failures are too few to judge by, the twentieth shuts it', () => {
  const breaker = createBreaker(createTestClock());
  calls(breaker, 19, fails);
  expect(call(breaker, fails)).toBe(true);
  expect(breaker.enter()).toEqual({ kind: 'shut', code: 'failing', retryAfterMs: 5_000 });
});

test('less than half is not enough', () => {
  const breaker = createBreaker(createTestClock());
  calls(breaker, 51, works);
  calls(breaker, 50, fails);
  expect(call(breaker, fails)).toBe(true);
  expect(call(breaker, works)).toBe(false);
});

test('what is older than ten seconds does not count, and what says nothing never does', () => {
  const clock = createTestClock();
  const breaker = createBreaker(clock);
  calls(breaker, 19, fails);
  clock.advance(10_000);
  calls(breaker, 19, fails);
  calls(breaker, 50, { kind: 'nothing' });
  expect(breaker.enter().kind).toBe('go');
});

test('after the pause one call goes, and only one; when it works all go', () => {
  const { clock, breaker } = shut();
  clock.advance(5_000);
  const probe = breaker.enter();
  if (probe.kind !== 'go') throw new Error('there was no probe');
  expect(breaker.enter().kind).toBe('shut');
  probe.leave(works);
  expect(call(breaker, works)).toBe(true);
});

test('pauses double up to a minute while probes fail, and start over once one has worked', () => {
  const { clock, breaker } = shut();
  const pauses: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    const passage = breaker.enter();
    if (passage.kind !== 'shut') throw new Error('it is open');
    pauses.push(passage.retryAfterMs);
    clock.advance(passage.retryAfterMs);
    call(breaker, fails);
  }
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  clock.advance(60_000);
  call(breaker, works);
  calls(breaker, 20, fails);
  expect(breaker.enter()).toMatchObject({ retryAfterMs: 5_000 });
});

test('a probe that says nothing is followed by another', () => {
  const { clock, breaker } = shut();
  clock.advance(5_000);
  call(breaker, { kind: 'nothing' });
  expect(breaker.enter().kind).toBe('go');
});

test('what must pass always does, and its failure counts', () => {
  const { breaker } = shut();
  breaker.pass()(works);
  expect(breaker.enter().kind).toBe('shut');
  const other = createBreaker(createTestClock());
  for (let n = 0; n < 20; n += 1) other.pass()(fails);
  expect(other.enter().kind).toBe('shut');
});

test('whatever happens: shut for a minute at most, one probe at a time, open again after the first that works', () => {
  const step = fc.record({ waitMs: fc.nat({ max: 20_000 }), signal: fc.constantFrom(works, fails) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const clock = createTestClock();
      const breaker = createBreaker(clock);
      const kept = steps.every(({ waitMs, signal }) => {
        clock.advance(waitMs);
        const passage = breaker.enter();
        if (passage.kind === 'go') passage.leave(signal);
        return passage.kind === 'go' || opensAfter(passage.retryAfterMs, breaker, clock);
      });
      expect(kept).toBe(true);
    }),
    { numRuns: 200, seed: 7 },
  );
});

function opensAfter(ms: number, breaker: Breaker, clock: { advance(ms: number): void }): boolean {
  clock.advance(ms);
  const probe = breaker.enter();
  const alone = breaker.enter().kind === 'shut';
  if (probe.kind === 'go') probe.leave(works);
  return ms <= 60_000 && probe.kind === 'go' && alone && breaker.isShut() === null;
}
