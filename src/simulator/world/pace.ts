/** In which order and how fast a task hands out its subtasks. */

export type Pace = {
  /** The first subtask that was not yet handed out. */
  cursor: number;
  /** Subtasks to hand out again, oldest first; those before `redone` already were. */
  redo: number[];
  redone: number;
  /** Attempts in progress. */
  inFlight: number;
  /** Handed out since the start: the first ones go out slower. */
  handedOut: number;
  /** No hand-out before this world time. */
  nextAt: number;
  /** Whether a hand-out is on the agenda. */
  planned: boolean;
};

/** Attempts of one task that run at the same time. */
const window = 2000;
/** Between two hand-outs: first slowly, then 25 a second. */
const pacing = { slowMs: 120, slowFor: 300, fullMs: 40 } as const;

export const newPace = (): Pace => ({
  cursor: 0,
  redo: [],
  redone: 0,
  inFlight: 0,
  handedOut: 0,
  nextAt: 0,
  planned: false,
});

/** Whether a hand-out should be planned: one is not yet, there is room, and something is left of `size` subtasks. */
export function wantsHandOut(pace: Pace, size: number): boolean {
  return !pace.planned && pace.inFlight < window && (pace.redone < pace.redo.length || pace.cursor < size);
}

/** Takes the next subtask out of the line: those that start over go first. -1 when the line is empty. */
export function nextInLine(pace: Pace, size: number): number {
  if (pace.redone < pace.redo.length) {
    const subtask = pace.redo[pace.redone] ?? -1;
    pace.redone += 1;
    if (pace.redone === pace.redo.length) Object.assign(pace, { redo: [], redone: 0 });
    return subtask;
  }
  if (pace.cursor >= size) return -1;
  pace.cursor += 1;
  return pace.cursor - 1;
}

/** Notes a hand-out and when the next may follow. */
export function noteHandOut(pace: Pace, at: number): void {
  pace.handedOut += 1;
  pace.nextAt = at + (pace.handedOut < pacing.slowFor ? pacing.slowMs : pacing.fullMs);
}
