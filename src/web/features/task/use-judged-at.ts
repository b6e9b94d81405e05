import { useState } from 'react';
import { useLiveSnapshot } from '#web/api/use-live.ts';
import { useNow } from '#web/ui/use-now.ts';

/**
 * The server's time, epoch milliseconds, at which to judge what the page shows; renewed every `stepMs`. It stands still while live
 * updates are paused: without news a task would seem to slow down.
 */
export function useJudgedAt(stepMs: number): number {
  const now = useNow(stepMs);
  const paused = useLiveSnapshot().state === 'paused';
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  if (paused !== (pausedAt !== null)) setPausedAt(paused ? now : null);
  return pausedAt ?? now;
}
