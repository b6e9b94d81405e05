import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Live, LiveSnapshot } from './live.ts';

/** The tab's live updates; main.tsx provides them. */
export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('Live updates are used outside of the application.');
  return live;
}

export function useLiveSnapshot(): LiveSnapshot {
  const live = useLive();
  return useSyncExternalStore(live.subscribe, live.snapshot);
}
