import { type Clock, steady } from '#server/clock.ts';

/** How the other side took the credential: recognised it, did not, or said nothing about it. */
export type Recognition = 'accepted' | 'rejected' | 'unclear';
export type Entry =
  | { kind: 'go'; leave: (recognition: Recognition) => void }
  | { kind: 'paused'; retryAfterMs: number }
  | { kind: 'aborted' };

/**
 * Keeps a wrong credential from being used often enough to be locked (five signature failures in a row lock a key pair). Until it
 * has been recognised once, and again after a failure, calls go one at a time; after two failures in a row all stop, but for a
 * single probe every six minutes.
 */
export type Gate = { enter(signal?: AbortSignal): Promise<Entry> };

const failuresToPause = 2;
const probeEveryMs = 6 * 60 * 1000;

export function createGate(wall: Clock): Gate {
  const clock = steady(wall);
  let recognised = false;
  let failures = 0;
  let inside = 0;
  let probeAt = 0;
  const waiting: (() => void)[] = [];

  const pausedForMs = () => (failures < failuresToPause ? 0 : Math.max(probeAt - clock.now(), 0));

  const leave = (recognition: Recognition) => {
    inside -= 1;
    if (recognition === 'accepted') {
      recognised = true;
      failures = 0;
    }
    if (recognition === 'rejected') {
      failures += 1;
      if (failures >= failuresToPause) probeAt = clock.now() + probeEveryMs;
    }
    for (const wake of waiting.splice(0)) wake();
  };

  /** Resolves when somebody has left, or the caller has given up. */
  const turn = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });

  const enter = async (signal?: AbortSignal): Promise<Entry> => {
    for (;;) {
      if (signal?.aborted) return { kind: 'aborted' };
      const paused = failures >= failuresToPause;
      if (paused && (pausedForMs() > 0 || inside > 0))
        return { kind: 'paused', retryAfterMs: pausedForMs() || probeEveryMs };
      const oneAtATime = paused || failures > 0 || !recognised;
      if (!oneAtATime || inside === 0) break;
      await turn(signal);
    }
    inside += 1;
    let left = false;
    return {
      kind: 'go',
      leave: (recognition) => {
        if (left) return;
        left = true;
        leave(recognition);
      },
    };
  };

  return { enter };
}
