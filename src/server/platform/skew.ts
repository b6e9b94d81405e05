import type { Clock } from '#server/clock.ts';

/** How far the platform's clock is from ours, learned from the Date header of its answers. */
export type Skew = {
  /** Takes the Date of an answer that has just arrived. Anything that is no date is ignored. */
  note(dateHeader: string | undefined): void;
  /** Forgets earlier answers and believes this one; for a request whose date was refused. */
  trust(dateHeader: string | undefined): void;
  /** How far the platform is ahead of us in milliseconds, negative where it is behind; null before its first answer. */
  measuredMs(): number | null;
  /** The platform's time in epoch milliseconds, as well as we know it. */
  platformNow(): number;
};

const samplesKept = 5;
/** Dates have whole seconds and answers take a while: a smaller difference is noise. */
const noiseMs = 5_000;

export function createSkew(clock: Clock): Skew {
  let samples: number[] = [];
  const offsetOf = (dateHeader: string | undefined): number | null => {
    const at = Date.parse(dateHeader ?? '');
    return Number.isNaN(at) ? null : at - clock.now();
  };
  const median = (): number | null => samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? null;
  return {
    note(dateHeader) {
      const offset = offsetOf(dateHeader);
      if (offset !== null) samples = [...samples, offset].slice(-samplesKept);
    },
    trust(dateHeader) {
      const offset = offsetOf(dateHeader);
      if (offset !== null) samples = [offset];
    },
    measuredMs: median,
    platformNow() {
      const offset = median() ?? 0;
      return clock.now() + (Math.abs(offset) > noiseMs ? offset : 0);
    },
  };
}
