/** Time as the simulator sees it: epoch milliseconds, handed in from outside. */
export type Clock = { now(): number };

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until a test moves it. */
export type ManualClock = Clock & { advance(by: Duration): void };

export function manualClock(startMs: number): ManualClock {
  let now = startMs;
  return {
    now: () => now,
    advance: (by) => {
      now += durationMs(by);
    },
  };
}

const unitMs = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, or a number with a unit: `'90 s'`, `'5 min'`, `'25 h'`. */
export type Duration = number | `${number} ${keyof typeof unitMs}`;

/** Throws a RangeError for anything that is not a duration of zero or more. */
export function durationMs(duration: Duration): number {
  const [count, unit] = typeof duration === 'number' ? [duration, 'ms'] : duration.split(' ');
  const factor = Object.entries(unitMs).find(([name]) => name === unit)?.[1];
  const ms = Number(count) * (factor ?? Number.NaN);
  if (!(ms >= 0)) throw new RangeError(`not a duration: ${duration}`);
  return ms;
}

/** Reads a duration from outside (`5 min`); null when it is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9}) ?(ms|s|min|h|d)$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]; // the pattern admits only these units
}
