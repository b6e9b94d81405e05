/** What the benchmarks share: times of interleaved rounds, so that what else the machine does weighs on both sides alike. */
import { performance } from 'node:perf_hooks';

/** Milliseconds that `act` takes. */
export async function time(act: () => unknown): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

/** The value below which a share of the values lies; 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

type Goal = { goal: number; unit: string } | { atLeast: number; unit: string };

/** One line: what, its measure, the goal, and whether it was reached. */
export function report(what: string, value: number, { unit, ...wanted }: Goal): void {
  const isReached = 'goal' in wanted ? value <= wanted.goal : value >= wanted.atLeast;
  const goal = 'goal' in wanted ? `goal ${wanted.goal}` : `goal at least ${wanted.atLeast}`;
  const verdict = isReached ? 'reached' : 'MISSED';
  console.log(`${what.padEnd(64)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(2)}  ${goal} ${unit}: ${verdict}`);
}
