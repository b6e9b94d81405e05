import { z } from 'zod';
import { LiveEvent } from '#shared/api/events.ts';
import type { EventHub, Log } from '#server/context.ts';
import type { Notices } from '#server/store/postgres-notices.ts';
import type { Store } from '#server/store/store.ts';

/**
 * What one process tells the others of an event. Tasks and operations are named, and read from the store by whoever hears it, because a
 * notice holds less than 8,000 bytes; figures, and that a task is gone, are told whole. `gap`: something may have been lost on the way.
 */
const Notice = z.discriminatedUnion('about', [
  z.object({
    about: z.literal('task'),
    from: z.string(),
    connection: z.string(),
    id: z.string(),
    rev: z.int(),
    isNew: z.boolean(),
  }),
  z.object({ about: z.literal('operation'), from: z.string(), connection: z.string(), id: z.string(), rev: z.int() }),
  z.object({ about: z.literal('figures'), from: z.string(), event: LiveEvent }),
  z.object({ about: z.literal('gap'), from: z.string() }),
]);
type Notice = z.infer<typeof Notice>;

export type EventRelay = {
  /** A notice was heard. */
  hear(text: string): void;
  /** Notices may have been lost, in both directions. */
  gap(): void;
  /** Starts to tell others; before that nothing is sent. */
  connect(notices: Pick<Notices, 'send'>): void;
  /** Resolves when everything heard so far has been published. */
  settled(): Promise<void>;
  close(): void;
};

/** Of the news about one thing that waits to be read only the newest is worth a read. */
const keyOf = (notice: Notice): string | null =>
  notice.about === 'task' || notice.about === 'operation' ? `${notice.about} ${notice.connection}/${notice.id}` : null;

/** Makes the events of every process on the same database heard in this one, and this one's in the others. */
export function createEventRelay(deps: { events: EventHub; store: Store; log: Log; owner: string }): EventRelay {
  const { events, store, log, owner } = deps;
  let notices: Pick<Notices, 'send'> | null = null;
  let isRelaying = false;
  let isCut = false;
  const waiting = new Map<string, Notice>();
  let keys = 0;
  let reading: Promise<void> | null = null;

  /** Publishing calls listeners before it returns, so what is published here is not told back. */
  function publish(event: LiveEvent) {
    isRelaying = true;
    try {
      events.publish(event);
    } finally {
      isRelaying = false;
    }
  }

  function send(notice: Notice) {
    notices?.send(JSON.stringify(notice)).then(
      () => (isCut = false),
      (error: unknown) => {
        // Said once; when the connection is back, the others are told that something is missing.
        if (!isCut) log.error('other processes cannot be told of events', error);
        isCut = true;
      },
    );
  }

  function noticeOf(event: LiveEvent): Notice | null {
    switch (event.type) {
      case 'task': {
        const { connection, id, rev } = event.task;
        return { about: 'task', from: owner, connection, id, rev, isNew: event.isNew };
      }
      case 'operation': {
        const { connection, id, rev } = event.operation;
        return { about: 'operation', from: owner, connection, id, rev };
      }
      case 'task_gone':
      case 'sample':
      case 'copy':
      case 'seen':
        return { about: 'figures', from: owner, event };
      // Each process has its own connections to the platform, and its own sessions to end.
      case 'connection':
      case 'reset':
      case 'session_ended':
        return null;
    }
  }

  async function eventOf(notice: Notice): Promise<LiveEvent | null> {
    switch (notice.about) {
      case 'task': {
        const found = await store.tasks.find({ connection: notice.connection, id: notice.id });
        // What is gone by now is told by a notice of its own.
        return found?.goneAt === null ? { type: 'task', task: found.task, isNew: notice.isNew } : null;
      }
      case 'operation': {
        const operation = await store.operations.find(notice.connection, notice.id);
        return operation && { type: 'operation', operation };
      }
      case 'figures':
        return notice.event;
      case 'gap':
        return { type: 'reset' };
    }
  }

  async function readWaiting() {
    for (const [key, notice] of waiting) {
      waiting.delete(key);
      try {
        const event = await eventOf(notice);
        if (event !== null) publish(event);
      } catch (error) {
        log.error('an event of another process was not read', error, { about: notice.about });
        // What it said is lost, so whoever listens here reads everything again.
        publish({ type: 'reset' });
      }
    }
    reading = null;
  }

  function wait(notice: Notice) {
    const key = keyOf(notice) ?? `${(keys += 1)}`;
    const before = waiting.get(key);
    const isNew = before?.about === 'task' && before.isNew;
    waiting.delete(key);
    waiting.set(key, notice.about === 'task' ? { ...notice, isNew: notice.isNew || isNew } : notice);
    reading ??= readWaiting();
  }

  const stop = events.listen((_, event) => {
    const notice = isRelaying ? null : noticeOf(event);
    if (notice !== null) send(notice);
  });

  return {
    hear(text) {
      let notice: Notice;
      try {
        notice = Notice.parse(JSON.parse(text));
      } catch {
        // A newer version may say what this one does not know.
        return;
      }
      if (notice.from !== owner) wait(notice);
    },
    gap() {
      publish({ type: 'reset' });
      send({ about: 'gap', from: owner });
    },
    connect(open) {
      notices = open;
    },
    settled: () => reading ?? Promise.resolve(),
    close() {
      stop();
      notices = null;
    },
  };
}
