import { createContext, use } from 'react';

/** Whether a part of the page that somebody wants cannot be fetched; `outdated`: because the server has a newer console by now. */
export type MissingParts = 'none' | 'missing' | 'outdated';

// How long after a failure a part is asked for again by itself.
const againMs = 3_000;

type Dependencies = {
  /** Whether the server still has the application that this page began with. */
  isServed(): Promise<boolean>;
  /** Fetches the styles that failed before; rejects when some fail again. */
  renewStyles(): Promise<void>;
};

/**
 * Fetches parts of the application that are wanted, again and again until they are there or nobody wants them any more. A part that
 * fails would take the whole page with it.
 */
export function createPartLoader({ isServed, renewStyles }: Dependencies) {
  const listeners = new Set<() => void>();
  const missing = new Set<() => void>();
  let state: MissingParts = 'none';

  function tell(next: MissingParts): void {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener();
  }

  async function isGone(): Promise<boolean> {
    return !(await isServed().catch(() => true));
  }

  function want<Part>(fetchPart: () => Promise<Part>, onFetched: (part: Part) => void): () => void {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = () => {
      wanted = false;
      clearTimeout(timer);
      missing.delete(attempt);
      if (missing.size === 0) tell('none');
    };
    const attempt = () => {
      clearTimeout(timer);
      Promise.all([fetchPart(), renewStyles()]).then(
        ([part]) => {
          if (!wanted) return;
          leave();
          onFetched(part);
        },
        async () => {
          const outdated = await isGone();
          if (!wanted) return;
          missing.add(attempt);
          tell(outdated ? 'outdated' : 'missing');
          clearTimeout(timer);
          timer = setTimeout(attempt, againMs);
        },
      );
    };
    attempt();
    return leave;
  }

  return {
    /** Calls back when the part is there; call the answer when it is no longer wanted. */
    want,
    /** The same as a promise, which stays open when the signal comes first. */
    fetched: <Part>(fetchPart: () => Promise<Part>, signal?: AbortSignal): Promise<Part> =>
      new Promise((resolve) => {
        const leave = want(fetchPart, resolve);
        signal?.addEventListener('abort', leave);
      }),
    tryAgain(): void {
      for (const attempt of missing) attempt();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
  };
}
export type PartLoader = ReturnType<typeof createPartLoader>;

/** main.tsx provides it. */
export const PartLoaderContext = createContext<PartLoader | null>(null);

export function usePartLoader(): PartLoader {
  const loader = use(PartLoaderContext);
  if (!loader) throw new Error('Parts are fetched outside of the application.');
  return loader;
}
