import type { Clock } from '#server/clock.ts';

/** How far the platform's clock is from ours, learned from the Date header of its answers. */
export type Skew = {
  /** Takes the Date of an answer that has just arrived. Anything that is no date is ignored. */
  note(dateHeader: string | undefined): void;
  /** Forgets earlier answers and believes this one; for a request whose date was refused. */
  trust(dateHeader: string | undefined): void;
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
  return {
    note(dateHeader) {
      const offset = offsetOf(dateHeader);
      if (offset !== null) samples = [...samples, offset].slice(-samplesKept);
    },
    trust(dateHeader) {
      const offset = offsetOf(dateHeader);
      if (offset !== null) samples = [offset];
    },
    platformNow() {
      const median = samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? 0;
      return clock.now() + (Math.abs(median) > noiseMs ? median : 0);
    },
  };
}
