import { createContext, useContext } from 'react';
import {
  IconAlertTriangleFilled,
  IconCircleDashed,
  IconCircleFilled,
  IconCircleXFilled,
  IconClock,
  IconCloudOff,
  IconLoader2,
  IconPlayerPause,
} from './icons.ts';
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
  live: { tone: 'good', icon: IconCircleFilled },
  paused: { tone: 'idle', icon: IconPlayerPause },
  connecting: { tone: 'idle', icon: IconCircleDashed },
  reconnecting: { tone: 'warn', icon: IconLoader2, spins: true },
  offline: { tone: 'bad', icon: IconCloudOff },
  throttled: { tone: 'warn', icon: IconClock },
  platformAway: { tone: 'warn', icon: IconAlertTriangleFilled },
  platformRefuses: { tone: 'bad', icon: IconCircleXFilled },
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
