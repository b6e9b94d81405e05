import { type Clock, steady } from '#server/clock.ts';
import type { PlatformErrorCode } from './port.ts';

/** What a call says of the other side: it `works`, it `fails`, or neither (throttled, not recognised, given up). */
export type Signal = { kind: 'works' } | { kind: 'fails'; code: PlatformErrorCode } | { kind: 'nothing' };
type Passage = { kind: 'go'; leave: (signal: Signal) => void } | Shut;
type Shut = { kind: 'shut'; code: PlatformErrorCode; retryAfterMs: number };

/**
 * Spares a platform that is down, and whoever waits for it: after 20 calls within 10 s of which half failed, nothing is sent for
 * 5 s, then one call; when that fails as well, for twice as long, up to a minute. (Figures of Hystrix.)
 */
export type Breaker = {
  enter(): Passage;
  /** Whether `enter` would refuse now, without entering. */
  isShut(): Shut | null;
  /** For the call that must try whatever the state: counted, but never held back. */
  pass(): (signal: Signal) => void;
};

const windowMs = 10_000;
const usualMinCalls = 20;
const failingShare = 0.5;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

/** `minCalls` failures are enough to judge by where calls are few. */
export function createBreaker(wall: Clock, { minCalls = usualMinCalls } = {}): Breaker {
  const clock = steady(wall);
  let recent: { at: number; failed: boolean }[] = [];
  let pauseMs = firstPauseMs;
  let shut: { until: number; code: PlatformErrorCode; probing: boolean } | null = null;

  const shutFor = (ms: number, code: PlatformErrorCode) => {
    shut = { until: clock.now() + ms, code, probing: false };
    recent = [];
  };

  const count = (signal: Signal) => {
    if (signal.kind === 'nothing' || shut !== null) return;
    const now = clock.now();
    const firstInside = recent.findIndex(({ at }) => now - at < windowMs);
    if (firstInside !== 0) recent = firstInside === -1 ? [] : recent.slice(firstInside);
    recent.push({ at: now, failed: signal.kind === 'fails' });
    if (signal.kind !== 'fails' || recent.length < minCalls) return;
    const failed = recent.filter((one) => one.failed).length;
    if (failed / recent.length >= failingShare) shutFor(pauseMs, signal.code);
  };

  const settleProbe = (signal: Signal) => {
    if (shut === null) return;
    if (signal.kind === 'fails') {
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      return shutFor(pauseMs, signal.code);
    }
    shut.probing = false;
    if (signal.kind === 'nothing') return;
    shut = null;
    pauseMs = firstPauseMs;
  };

  const once = (settle: (signal: Signal) => void) => {
    let left = false;
    return (signal: Signal) => {
      if (!left) settle(signal);
      left = true;
    };
  };

  const isShut = (): Shut | null => {
    if (shut === null) return null;
    const waitMs = shut.until - clock.now();
    if (waitMs <= 0 && !shut.probing) return null;
    return { kind: 'shut', code: shut.code, retryAfterMs: Math.max(waitMs, 1_000) };
  };

  return {
    isShut,
    enter() {
      const closed = isShut();
      if (closed !== null) return closed;
      if (shut === null) return { kind: 'go', leave: once(count) };
      shut.probing = true;
      return { kind: 'go', leave: once(settleProbe) };
    },
    pass: () => once(count),
  };
}
