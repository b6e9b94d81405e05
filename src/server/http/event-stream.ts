import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
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

/** Where a client's bytes go. */
type Reader = {
  /** False where this would leave more unread than a reader may. */
  write(frame: Buffer): boolean;
  end(): void;
  /** Breaks the connection without waiting for what is unread. */
  cut(): void;
};

/** `reader` is null until the headers of the answer are known. */
type Client = { idHash: string; reader: Reader | null };

export type EventStreams = {
  /**
   * Answers `GET /api/v1/events`. `lastEventId` is what the browser last saw, or null. Either a refusal, or a stream that takes its place
   * at once and begins when it is told the headers.
   */
  open(input: { idHash: string; lastEventId: string | null }): Response | OpenStream;
  /** Ends the streams of sessions that have ended. */
  check(): Promise<void>;
  /** How many are open. */
  size(): number;
  /** Ends every stream; browsers connect again, elsewhere or later. */
  close(): Promise<void>;
};

export type OpenStream = {
  /** Writes to a connection where there is one, because a web stream for each browser costs more than the connection itself. */
  begin(headers: Headers, outgoing: ServerResponse | undefined): Response;
};

export const streamHeaders = { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' } as const;

function connectionReader(outgoing: ServerResponse): Reader {
  return {
    write(frame) {
      if (outgoing.writableLength + frame.byteLength > streamLimits.queuedBytes) return false;
      outgoing.write(frame);
      return true;
    },
    end: () => void outgoing.end(),
    cut: () => void outgoing.destroy(),
  };
}

/** For whoever has no connection: `left` is called when the stream is cancelled. */
function streamReader(left: () => void): { reader: Reader; body: ReadableStream<Uint8Array> } {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>(
    { start: (its) => void (controller = its), cancel: left },
    { highWaterMark: streamLimits.queuedBytes, size: (frame) => frame.byteLength },
  );
  const reader: Reader = {
    write(frame) {
      if ((controller?.desiredSize ?? 0) < frame.byteLength) return false;
      controller?.enqueue(frame);
      return true;
    },
    end: () => controller?.close(),
    cut: () => controller?.error(new Error('The reader is too slow.')),
  };
  return { reader, body };
}

const frameOf = (id: string, event: LiveEvent) => Buffer.from(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
const ping = Buffer.from(': ping\n\n');

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

  function write(client: Client, frame: Buffer) {
    if (client.reader === null || client.reader.write(frame)) return;
    clients.delete(client);
    client.reader.cut();
  }

  function end(client: Client, farewell?: Buffer) {
    if (!clients.delete(client)) return;
    if (farewell) client.reader?.write(farewell);
    client.reader?.end();
  }

  /** What a browser missed, as frames; one that says to read everything again where that is less. */
  function missedSince(lastEventId: string): Buffer[] {
    const missed = events.since(lastEventId);
    const reset = [frameOf(events.last(), { type: 'reset' })];
    if (missed === null || missed.length > streamLimits.replayEvents) return reset;
    const replay = missed.map(({ id, event }) => frameOf(id, event));
    const bytes = replay.reduce((sum, frame) => sum + frame.byteLength, 0);
    return bytes > streamLimits.replayBytes ? reset : replay;
  }

  function greet(client: Client, lastEventId: string | null) {
    const retry = `retry: ${streamLimits.reconnectMs}\n`;
    if (lastEventId === null) return write(client, Buffer.from(`${retry}id: ${events.last()}\n\n`));
    // Without an id: what was missed may be lost on its way too, and is then asked for from the same place.
    write(client, Buffer.from(`${retry}\n`));
    for (const frame of missedSince(lastEventId)) write(client, frame);
  }

  function begin(client: Client, reader: Reader, lastEventId: string | null) {
    // Its session may have ended between its place and its headers.
    if (!clients.has(client)) return reader.end();
    client.reader = reader;
    greet(client, lastEventId);
  }

  async function check() {
    if (clients.size === 0) return;
    const ofSessions = Map.groupBy(clients, (client) => client.idHash);
    const current = await sessions.current([...ofSessions.keys()]);
    for (const [asked, ofSession] of ofSessions) {
      const idHash = current.get(asked);
      for (const client of ofSession) {
        if (idHash === undefined) end(client, frameOf(events.last(), { type: 'session_ended' }));
        else client.idHash = idHash;
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
    open({ idHash, lastEventId }) {
      let ofSession = 0;
      for (const client of clients) if (client.idHash === idHash) ofSession += 1;
      if (clients.size >= streamLimits.total || ofSession >= streamLimits.perSession || stopping.signal.aborted)
        return errorResponse('busy', 503, { retryAfterSeconds: 15 }, { 'Retry-After': '15' });
      const client: Client = { idHash, reader: null };
      const leave = () => void clients.delete(client);
      clients.add(client);
      return {
        begin(headers, outgoing) {
          if (outgoing === undefined) {
            const { reader, body } = streamReader(leave);
            begin(client, reader, lastEventId);
            return new Response(body, { headers });
          }
          outgoing.once('close', leave);
          if (outgoing.closed || outgoing.destroyed) leave();
          else {
            outgoing.setHeaders(headers).writeHead(200).cork();
            begin(client, connectionReader(outgoing), lastEventId);
            outgoing.uncork();
          }
          return RESPONSE_ALREADY_SENT;
        },
      };
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
