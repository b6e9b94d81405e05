import type { Clock } from '#server/clock.ts';
import type { EventHub } from '#server/context.ts';

/** No answer is older, whether or not this process heard of what changed. */
const keptMs = 1_000;
/** A page of tasks is 30 to 140 kB. */
const mostKept = 100;

export type SharedAnswers = {
  /**
   * The encoded answer that `ask` gives, or one that it gave to the same key since anything last changed; those who ask at the same
   * time share one. Whatever is not a JSON answer of status 200 is for whoever asked, as it is, and never kept.
   */
  answer(key: string, ask: () => Promise<Response>): Promise<Buffer<ArrayBuffer> | Response>;
  /** What `answer` would give without asking or waiting, or null. */
  kept(key: string): Buffer<ArrayBuffer> | null;
};

const isShareable = ({ status, headers }: Response) =>
  status === 200 && headers.get('Content-Type') === 'application/json' && !headers.has('Set-Cookie');

/** Answers to reads that are the same for everybody who may ask. Whether somebody may is asked before. */
export function createSharedAnswers({ events, clock }: { events: EventHub; clock: Clock }): SharedAnswers {
  type Kept = { at: number; body: Buffer<ArrayBuffer> | null; coming: Promise<Buffer<ArrayBuffer> | null> };
  const kept = new Map<string, Kept>();
  let asOf = events.last();

  function find(key: string, now: number): Kept | null {
    if (events.last() !== asOf) {
      kept.clear();
      asOf = events.last();
    }
    const found = kept.get(key);
    return found !== undefined && now >= found.at && now - found.at < keptMs ? found : null;
  }

  return {
    kept: (key) => find(key, clock.now())?.body ?? null,
    async answer(key, ask) {
      const now = clock.now();
      const shared = find(key, now);
      if (shared !== null) return (await shared.coming) ?? ask();
      const { promise, resolve } = Promise.withResolvers<Buffer<ArrayBuffer> | null>();
      const entry: Kept = { at: now, body: null, coming: promise };
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, entry);
      try {
        const response = await ask();
        if (!isShareable(response)) return response;
        entry.body = Buffer.from(await response.arrayBuffer());
        return entry.body;
      } finally {
        if (entry.body === null && kept.get(key) === entry) kept.delete(key);
        resolve(entry.body);
      }
    },
  };
}
