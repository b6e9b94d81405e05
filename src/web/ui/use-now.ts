import { createContext, use, useEffect, useState } from 'react';

/** How far the server's clock is ahead of this computer's, in milliseconds: times shown are the server's. */
export const ClockOffset = createContext(0);

/** The server's time when this computer's clock showed `at`; null stays null. */
export function useConsoleTime(at: number): number;
export function useConsoleTime(at: number | null): number | null;
export function useConsoleTime(at: number | null): number | null {
  const offsetMs = use(ClockOffset);
  return at === null ? null : at + offsetMs;
}

/** Calls `tick` every `stepMs` until the answered function is called. */
export type Ticker = (stepMs: number, tick: () => void) => () => void;

/** One timer for all that is renewed as often, so that a page full of times changes in one go. */
export function createTicker(): Ticker {
  const running = new Map<number, { ticks: Set<() => void>; stop(): void }>();
  return (stepMs, tick) => {
    let step = running.get(stepMs);
    if (step === undefined) {
      const ticks = new Set<() => void>();
      const stop = timer(stepMs, () => ticks.forEach((each) => each()));
      step = { ticks, stop };
      running.set(stepMs, step);
    }
    const { ticks, stop } = step;
    const own = () => tick();
    ticks.add(own);
    return () => {
      ticks.delete(own);
      if (ticks.size > 0) return;
      stop();
      running.delete(stepMs);
    };
  };
}

const timer: Ticker = (stepMs, tick) => {
  const id = setInterval(tick, stepMs);
  return () => clearInterval(id);
};

export const Ticking = createContext<Ticker>(timer);

/** The server's time now, renewed every `stepMs` while something shows it. */
export function useNow(stepMs = 1000): number {
  const offsetMs = use(ClockOffset);
  const ticker = use(Ticking);
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => ticker(stepMs, () => setAt(Date.now())), [ticker, stepMs]);
  return at + offsetMs;
}
