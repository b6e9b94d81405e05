/** What the browser tells a page of its own situation. */
export type Tab = {
  visible(): boolean;
  /** Whether this computer has a network at all. */
  online(): boolean;
  /** Calls back when either changes; returns how to stop. */
  watch(listener: (change: 'visibility' | 'network') => void): () => void;
};

export const browserTab: Tab = {
  visible: () => document.visibilityState === 'visible',
  online: () => navigator.onLine,
  watch(listener) {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener('visibilitychange', () => listener('visibility'), { signal });
    addEventListener('online', () => listener('network'), { signal });
    addEventListener('offline', () => listener('network'), { signal });
    return () => stop.abort();
  },
};
