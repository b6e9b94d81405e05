/** When a device can be reached. Everything follows from (seed, device), so asking costs nothing and changes nothing. */
import { between, chance, shareAt } from './random.ts';

/** always: mains powered · intermittent: drops out a few times a day · daily: wakes for a window · gone: lost · inactive: never seen. */
export const patterns = ['always', 'intermittent', 'daily', 'gone', 'inactive'] as const;
export type Pattern = (typeof patterns)[number];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const shares = [0.865, 0.09, 0.03, 0.007, 0.008];

/** How a scenario bends the fleet: `quiet` = everything reachable, `silent` = nothing is. */
export type Mood = 'usual' | 'quiet' | 'silent';

/** The index of a device's pattern. */
export function patternOf(seed: number, device: number, mood: Mood): number {
  if (mood === 'quiet') return 0;
  if (mood === 'silent') return 3;
  return shareAt(shares, chance(seed, device, 11));
}

type Rhythm = { periodMs: number; reachableMs: number; phaseMs: number };

function rhythmOf(seed: number, device: number, pattern: Pattern): Rhythm | null {
  if (pattern === 'intermittent') {
    const periodMs = Math.floor(between(3 * hourMs, 6 * hourMs, seed, device, 12));
    const awayMs = between(8 * minuteMs, 35 * minuteMs, seed, device, 13);
    return { periodMs, reachableMs: periodMs - awayMs, phaseMs: between(0, periodMs, seed, device, 14) };
  }
  if (pattern === 'daily') {
    const reachableMs = between(1.5 * hourMs, 4 * hourMs, seed, device, 13);
    return { periodMs: 24 * hourMs, reachableMs, phaseMs: between(0, 24 * hourMs, seed, device, 14) };
  }
  return null;
}

/** The first moment at or after `at` at which the device is reachable; Infinity when it never is. World time, ms. */
export function reachableFrom(seed: number, device: number, pattern: Pattern, at: number): number {
  if (pattern === 'always') return at;
  const rhythm = rhythmOf(seed, device, pattern);
  if (rhythm === null) return Infinity;
  const within = positionIn(rhythm, at);
  return within < rhythm.reachableMs ? at : at + rhythm.periodMs - within;
}

/** When its connection last came or went, at or before `at`; null when it has been the same for ever. */
export function connectionChangedAt(seed: number, device: number, pattern: Pattern, at: number): number | null {
  const rhythm = rhythmOf(seed, device, pattern);
  if (rhythm === null) return null;
  const within = positionIn(rhythm, at);
  return at - (within < rhythm.reachableMs ? within : within - rhythm.reachableMs);
}

function positionIn(rhythm: Rhythm, at: number): number {
  const within = (at + rhythm.phaseMs) % rhythm.periodMs;
  return within < 0 ? within + rhythm.periodMs : within;
}
