import { createContext, useCallback, useContext, useState, useSyncExternalStore } from 'react';

/** How far the server's clock is ahead of this computer's, in milliseconds: times shown are the server's. */
export const ClockOffset = createContext(0);

/** The server's time now, renewed every `stepMs` while something shows it. */
export function useNow(stepMs = 1000): number {
  const offsetMs = useContext(ClockOffset);
  const [clock] = useState(() => ({ at: Date.now() }));
  const subscribe = useCallback(
    (notify: () => void) => {
      clock.at = Date.now();
      const timer = setInterval(() => {
        clock.at = Date.now();
        notify();
      }, stepMs);
      return () => clearInterval(timer);
    },
    [clock, stepMs],
  );
  return useSyncExternalStore(subscribe, () => clock.at) + offsetMs;
}
