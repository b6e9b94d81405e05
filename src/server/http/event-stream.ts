import type { LiveEvent } from '#shared/api/events.ts';
import type { Clock } from '#server/clock.ts';
import type { EventHub, Log } from '#server/context.ts';
import { errorResponse } from './errors.ts';
import type { Sessions } from './sessions.ts';

export const streamLimits = {
  perSession: 4,
  total: 10_000,
  /** A reader that leaves more than this unread is cut off. */
  queuedBytes: 1_048_576,
  /** A replay longer than this costs more than reading everything again. */
  replayEvents: 500,
  replayBytes: 524_288,
  pingMs: 15_000,
  /** How soon a session that ended elsewhere, or by itself, is noticed. */
  checkMs: 1_000,
  /** What the browser waits before it connects again. */
  reconnectMs: 2_000,
} as const;

type Client = {
  idHash: string;
  controller: ReadableStreamDefaultController<Uint8Array>;
  /** Cuts the connection without waiting for the reader, where there is a connection. */
  cut: () => void;
};

export type EventStreams = {
  /** Answers `GET /api/v1/events`. `lastEventId` is what the browser last saw, or null. */
  open(input: { idHash: string; lastEventId: string | null; cut?: () => void }): Response;
  /** Ends the streams of sessions that have ended. */
  check(): Promise<void>;
  /** How many are open. */
  size(): number;
  /** Ends every stream; browsers connect again, elsewhere or later. */
  close(): Promise<void>;
};

const encoder = new TextEncoder();
const frameOf = (id: number, event: LiveEvent) => encoder.encode(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
const ping = encoder.encode(': ping\n\n');

/** Server-sent events for every browser: each event is encoded once and the same bytes are written to all. */
export function createEventStreams(deps: {
  events: EventHub;
  sessions: Sessions;
  clock: Clock;
  log: Log;
}): EventStreams {
  const { events, sessions, clock, log } = deps;
  const clients = new Set<Client>();
  const stopping = new AbortController();

  function write(client: Client, frame: Uint8Array) {
    if ((client.controller.desiredSize ?? 0) >= frame.byteLength) return client.controller.enqueue(frame);
    clients.delete(client);
    client.cut();
  }

  function end(client: Client, farewell?: Uint8Array) {
    if (!clients.delete(client)) return;
    if (farewell) client.controller.enqueue(farewell);
    client.controller.close();
  }

  /** What a browser missed, as frames; one that says to read everything again where that is less. */
  function missedSince(lastEventId: string): Uint8Array[] {
    const missed = /^\d{1,16}$/.test(lastEventId) ? events.since(Number(lastEventId)) : null;
    const reset = [frameOf(events.last(), { type: 'reset' })];
    if (missed === null || missed.length > streamLimits.replayEvents) return reset;
    const replay = missed.map(({ id, event }) => frameOf(id, event));
    const bytes = replay.reduce((sum, frame) => sum + frame.byteLength, 0);
    return bytes > streamLimits.replayBytes ? reset : replay;
  }

  function greet(client: Client, lastEventId: string | null) {
    const retry = `retry: ${streamLimits.reconnectMs}\n`;
    if (lastEventId === null) return write(client, encoder.encode(`${retry}id: ${events.last()}\n\n`));
    // Without an id: what was missed may be lost on its way too, and is then asked for from the same place.
    write(client, encoder.encode(`${retry}\n`));
    for (const frame of missedSince(lastEventId)) write(client, frame);
  }

  async function check() {
    for (const [idHash, ofSession] of Map.groupBy(clients, (client) => client.idHash)) {
      const current = await sessions.current(idHash);
      for (const client of ofSession) {
        if (current === null) end(client, frameOf(events.last(), { type: 'session_ended' }));
        else client.idHash = current;
      }
    }
  }

  const guardedCheck = () => check().catch((error: unknown) => log.error('checking open event streams failed', error));

  async function every(ms: number, tick: () => unknown) {
    while (!stopping.signal.aborted) {
      await clock.sleep(ms, stopping.signal);
      if (!stopping.signal.aborted) await tick();
    }
  }
  const loops = [
    every(streamLimits.checkMs, guardedCheck),
    every(streamLimits.pingMs, () => clients.forEach((client) => write(client, ping))),
  ];
  const quiet = [
    sessions.onEnd(() => void guardedCheck()),
    events.listen((id, event) => {
      const frame = frameOf(id, event);
      for (const client of clients) write(client, frame);
    }),
  ];

  return {
    open({ idHash, lastEventId, cut }) {
      const ofSession = [...clients].filter((client) => client.idHash === idHash).length;
      if (clients.size >= streamLimits.total || ofSession >= streamLimits.perSession || stopping.signal.aborted)
        return errorResponse('busy', 503, { retryAfterSeconds: 15 }, { 'Retry-After': '15' });
      let client: Client | null = null;
      const body = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            client = { idHash, controller, cut: cut ?? (() => controller.error(new Error('The reader is too slow.'))) };
            clients.add(client);
            greet(client, lastEventId);
          },
          cancel() {
            if (client) clients.delete(client);
          },
        },
        { highWaterMark: streamLimits.queuedBytes, size: (frame) => frame.byteLength },
      );
      return new Response(body, {
        headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
      });
    },
    check,
    size: () => clients.size,
    async close() {
      stopping.abort();
      for (const stop of quiet) stop();
      for (const client of [...clients]) end(client);
      await Promise.all(loops);
    },
  };
}
