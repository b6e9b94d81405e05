import { createContext, useContext } from 'react';
import type { Look } from './looks.ts';

/** How what a page shows is kept up to date, or what keeps it from that: by this page, by the console, by the platform. */
export type Condition =
  | 'live'
  | 'paused'
  | 'connecting'
  | 'reconnecting'
  | 'offline'
  | 'throttled'
  | 'platformAway'
  | 'platformRefuses';

export const conditionLooks: Record<Condition, Look> = {
  live: { tone: 'good', icon: 'circle-filled' },
  paused: { tone: 'idle', icon: 'player-pause' },
  connecting: { tone: 'idle', icon: 'circle-dashed' },
  reconnecting: { tone: 'warn', icon: 'loader-2', spins: true },
  offline: { tone: 'bad', icon: 'cloud-off' },
  throttled: { tone: 'warn', icon: 'clock' },
  platformAway: { tone: 'warn', icon: 'alert-triangle-filled' },
  platformRefuses: { tone: 'bad', icon: 'circle-x-filled' },
};

export type Freshness = {
  condition: Condition;
  /** When anything was last heard of the console, in its time; null before that. */
  heardAt: number | null;
  isPaused: boolean;
  pause(): void;
  resume(): void;
};

/** The shell provides it. */
export const FreshnessContext = createContext<Freshness>({
  condition: 'live',
  heardAt: null,
  isPaused: false,
  pause: () => undefined,
  resume: () => undefined,
});

export const useFreshness = (): Freshness => useContext(FreshnessContext);
