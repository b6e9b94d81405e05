import { type ReactNode, useMemo } from 'react';
import { useLive, useLiveSnapshot } from '#web/api/use-live.ts';
import { FreshnessContext } from '#web/ui/freshness.ts';
import { useConsoleTime } from '#web/ui/use-now.ts';
import { conditionOf } from './condition.ts';
import { useConnection } from './use-connection.ts';

/** Tells what is inside how it is kept up to date; only what asks for it is drawn anew when that changes. */
export function Freshness({ children }: { children: ReactNode }) {
  const { pause, resume } = useLive();
  const { state, heardAt } = useLiveSnapshot();
  const heard = useConsoleTime(heardAt);
  const condition = conditionOf(state, useConnection()?.state);
  const value = useMemo(
    () => ({ condition, heardAt: heard, isPaused: state === 'paused', pause, resume }),
    [condition, heard, state, pause, resume],
  );
  return <FreshnessContext value={value}>{children}</FreshnessContext>;
}
