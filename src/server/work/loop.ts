import type { Clock } from '#server/clock.ts';
import type { Log } from '#server/context.ts';
import { PlatformError } from '#server/platform/port.ts';

export type Loop = {
  /** Do not wait for the next tick; a tick that is running is followed by another at once. */
  wake(): void;
  /** Resolves when the tick that is running has ended. */
  stop(): Promise<void>;
};
export type LoopSettings = { name: string; everyMs: number; clock: Clock; log: Log };

/** Runs `tick` again and again, `everyMs` after the last has ended. Ticks never overlap; one that fails is logged and forgotten. */
export function every({ name, everyMs, clock, log }: LoopSettings, tick: () => Promise<void>): Loop {
  const stopping = new AbortController();
  let nap = new AbortController();
  let woken = false;
  let lastFailure: string | null = null;

  async function once() {
    try {
      await tick();
      if (lastFailure !== null) log.info('background work goes on', { loop: name });
      lastFailure = null;
    } catch (error) {
      // A platform that is down fails every tick in the same way: said once, not every few seconds.
      const failure = error instanceof Error ? error.message : String(error);
      if (stopping.signal.aborted || failure === lastFailure) return;
      lastFailure = failure;
      if (error instanceof PlatformError) log.warn('background work is held up', { loop: name, code: error.code });
      else log.error('background tick failed', error, { loop: name });
    }
  }

  async function run() {
    while (!stopping.signal.aborted) {
      woken = false;
      await once();
      if (woken || stopping.signal.aborted) continue;
      nap = new AbortController();
      await clock.sleep(everyMs, nap.signal);
    }
  }

  const running = run();
  return {
    wake() {
      woken = true;
      nap.abort();
    },
    stop() {
      stopping.abort();
      nap.abort();
      return running;
    },
  };
}
