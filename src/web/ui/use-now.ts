import { createContext, useContext, useEffect, useState } from 'react';

/** How far the server's clock is ahead of this computer's, in milliseconds: times shown are the server's. */
export const ClockOffset = createContext(0);

/** The server's time when this computer's clock showed `at`; null stays null. */
export function useConsoleTime(at: number): number;
export function useConsoleTime(at: number | null): number | null;
export function useConsoleTime(at: number | null): number | null {
  const offsetMs = useContext(ClockOffset);
  return at === null ? null : at + offsetMs;
}

/** The server's time now, renewed every `stepMs` while something shows it. */
export function useNow(stepMs = 1000): number {
  const offsetMs = useContext(ClockOffset);
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return at + offsetMs;
}
