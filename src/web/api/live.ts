import { startTransition } from 'react';
import { LiveEvent } from '#shared/api/events.ts';
import type { Task } from '#shared/domain/task.ts';
import type { LiveCache } from './live-cache.ts';
import { createPendingNews } from './pending-news.ts';
import type { Tab } from './tab.ts';

/** How the page learns of changes. `paused` is the person's wish; the others are the stream's doing. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'paused';

export type LiveSnapshot = {
  state: LiveState;
  /** When anything was last heard, epoch milliseconds. */
  heardAt: number | null;
  /** Tasks that appeared since the person last asked to see them, by connection. */
  newTasks: Readonly<Record<string, readonly Task[]>>;
};

export const liveLimits = {
  coalesceMs: 300,
  /** How long a hidden tab keeps its stream: browsers allow six connections to a host. */
  hiddenMs: 60_000,
  /** How long a broken stream is waited for before the page asks by itself. */
  patienceMs: 10_000,
  firstReopenMs: 2_000,
  lastReopenMs: 30_000,
  /** News that waits while the page is kept still. */
  pendingEvents: 2_000,
} as const;

/** How long to wait before asking again when the stream has been away for `awayMs`. */
export const pollMs = (awayMs: number): number => (awayMs < 120_000 ? 5_000 : awayMs < 1_800_000 ? 15_000 : 60_000);

type Dependencies = {
  cache: Pick<LiveCache, 'apply' | 'showsTask' | 'refresh'>;
  /** Opens the stream of what happened after the event of this id. */
  openStream(after: string): Stream;
  tab: Tab;
  /** Whether somebody is still signed in, asked when the server refuses the stream. */
  signedIn(): Promise<boolean>;
  onSessionEnded(): void;
};

/** What is used of an EventSource. */
export type Stream = Pick<EventSource, 'onopen' | 'onmessage' | 'onerror' | 'readyState' | 'close'>;
// EventSource.CLOSED: the browser will not try again by itself.
const closedState = 2;

/**
 * One stream per tab: news is gathered for a moment and written to the query cache, unless the person paused it or looks elsewhere.
 * Each stream goes on behind the last event that was heard, so that nothing is missed and nothing has to be read again.
 */
export function createLive({ cache, openStream, tab, signedIn, onSessionEnded }: Dependencies) {
  const listeners = new Set<() => void>();
  const pending = createPendingNews(liveLimits.pendingEvents);
  let stream: Stream | null = null;
  let streamState: Exclude<LiveState, 'paused'> = 'connecting';
  let snapshot: LiveSnapshot = { state: 'connecting', heardAt: null, newTasks: {} };
  let paused = false;
  let holds = 0;
  /** The id of the newest event that the page knows of. */
  let lastId = '';
  let lostAt: number | null = null;
  let reopenMs: number = liveLimits.firstReopenMs;
  const timers = { flush: 0, hidden: 0, reopen: 0, poll: 0 };

  function clear(name: keyof typeof timers): void {
    clearTimeout(timers[name]);
    timers[name] = 0;
  }
  function after(name: keyof typeof timers, ms: number, act: () => void): void {
    clear(name);
    timers[name] = Number(setTimeout(act, ms));
  }

  function tell(change: Partial<LiveSnapshot> = {}): void {
    snapshot = { ...snapshot, ...change, state: paused ? 'paused' : streamState };
    for (const listener of listeners) listener();
  }

  function enter(state: typeof streamState): void {
    streamState = state;
    if (state === 'live') {
      lostAt = null;
      reopenMs = liveLimits.firstReopenMs;
      clear('poll');
    } else if (lostAt === null && state !== 'connecting') {
      lostAt = Date.now();
      after('poll', liveLimits.patienceMs, poll);
    }
    tell();
  }

  function poll(): void {
    if (lostAt === null) return;
    const wait = pollMs(Date.now() - lostAt);
    if (tab.visible() && !paused && holds === 0) void cache.refresh();
    after('poll', wait, poll);
  }

  function flush(): void {
    clear('flush');
    if (paused || holds > 0 || !tab.visible()) return;
    const events = pending.take();
    if (events.length === 0) return;
    startTransition(() => {
      for (const event of events) cache.apply(event);
    });
  }

  function announce(event: Extract<LiveEvent, { type: 'task' }>): void {
    if (!event.isNew || cache.showsTask(event.task)) return;
    const { connection, id } = event.task;
    const known = snapshot.newTasks[connection] ?? [];
    if (!known.some((task) => task.id === id)) {
      tell({ newTasks: { ...snapshot.newTasks, [connection]: [...known, event.task] } });
    }
  }

  function hear(message: MessageEvent<string>): void {
    tell({ heardAt: Date.now() });
    lastId = message.lastEventId || lastId;
    const parsed = LiveEvent.safeParse(parseJson(message.data));
    // A newer server may send what this page does not know; it is reloaded soon enough.
    if (!parsed.success) return;
    const event = parsed.data;
    if (event.type === 'session_ended') return onSessionEnded();
    if (event.type === 'task') announce(event);
    pending.add(event);
    if (timers.flush === 0) after('flush', liveLimits.coalesceMs, flush);
  }

  function open(): void {
    clear('reopen');
    stream?.close();
    const opened = openStream(lastId);
    stream = opened;
    opened.onopen = () => {
      enter('live');
      tell({ heardAt: Date.now() });
    };
    opened.onmessage = hear;
    opened.onerror = () => {
      if (stream !== opened) return;
      // Nobody looks: it is opened again when somebody does.
      if (!tab.visible()) return close();
      enter(tab.online() ? 'reconnecting' : 'offline');
      if (opened.readyState !== closedState) return;
      // The server refused, so the browser does not try again by itself.
      void signedIn().then(
        (yes) => (yes ? reopenLater(opened) : onSessionEnded()),
        () => reopenLater(opened),
      );
    };
  }

  function reopenLater(refused: Stream): void {
    // Meanwhile another one was opened, or nobody listens any more.
    if (stream !== refused) return;
    after('reopen', reopenMs, () => (tab.visible() ? open() : close()));
    reopenMs = Math.min(reopenMs * 2, liveLimits.lastReopenMs);
  }

  function close(): void {
    stream?.close();
    stream = null;
    clear('reopen');
  }

  function onTab(change: 'visibility' | 'network'): void {
    if (change === 'network' && !tab.online()) return enter('offline');
    if (change === 'network') return tab.visible() ? open() : close();
    if (!tab.visible()) return after('hidden', liveLimits.hiddenMs, close);
    clear('hidden');
    flush();
    if (stream !== null) return;
    enter('connecting');
    open();
  }

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: (): LiveSnapshot => snapshot,
    /** Opens the stream of what happened after the event of this id; call the answer to close it. */
    start(afterId: string): () => void {
      lastId = afterId;
      open();
      if (!tab.visible()) onTab('visibility');
      const unwatch = tab.watch(onTab);
      return () => {
        unwatch();
        close();
        for (const name of Object.keys(timers)) clear(name as keyof typeof timers);
        pending.take();
        streamState = 'connecting';
        lostAt = null;
        tell({ heardAt: null, newTasks: {} });
      };
    },
    pause(): void {
      paused = true;
      tell();
    },
    resume(): void {
      paused = false;
      tell();
      flush();
    },
    /** Keeps the page still while a menu, dialog or selection is open; call the answer to let go. */
    hold(): () => void {
      holds += 1;
      return () => {
        holds -= 1;
        flush();
      };
    },
    retryNow: open,
    /** The person has seen a connection's new tasks. */
    seen(connection: string): void {
      const { [connection]: _seen, ...newTasks } = snapshot.newTasks;
      tell({ newTasks });
    },
  };
}
export type Live = ReturnType<typeof createLive>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
