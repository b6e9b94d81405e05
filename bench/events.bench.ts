/**
 * 10,000 browsers that follow the events: what each costs the server's memory, and when the last of them has heard of a change, beside
 * a server that writes the same bytes with nothing but node:http. Each server is a process of its own, the browsers are sockets here.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { systemClock } from '#server/clock.ts';
import { createEventHub } from '#server/http/event-hub.ts';
import { createEventStreams, streamHeaders } from '#server/http/event-stream.ts';
import { createLog } from '#server/log.ts';
import { noCounts } from '#shared/domain/counting.ts';
import { quantile, report } from './measure.ts';

const wanted = 10_000;
const changes = 15;
const atOnce = 200;
const event = {
  type: 'sample',
  connection: 'north',
  taskId: '65f0a1b2c3d4e5f6a7b8c9d0',
  sample: { at: 1_760_000_000_000, counts: { ...noCounts, total: 30_000, waiting: 30_000 } },
} as const;

const [, , role] = process.argv;
if (role === 'console') serveConsole();
else if (role === 'bare') serveBare();
else await measure();

/** Tells the port, and then answers each message: `memory` with the bytes in use, `change` by telling everybody. */
function answerParent(port: number, change: () => void) {
  process.on('message', (message) => {
    if (message === 'change') return change();
    globalThis.gc?.();
    process.send?.(process.memoryUsage().rss);
  });
  process.send?.(port);
}

function serveConsole() {
  const log = createLog(systemClock, (line) => process.stderr.write(`${line}\n`));
  const events = createEventHub(log);
  const sessions = {
    current: (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, id]))),
    known: () => null,
    onEnd: () => () => undefined,
  };
  const unused = () => Promise.reject(new Error('not used'));
  const streams = createEventStreams({
    events,
    sessions: { ...sessions, open: unused, read: unused, end: unused, endAllOf: unused, sweep: unused },
    clock: systemClock,
    log,
  });
  let opened = 0;
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (_, env) => {
      const stream = streams.open({ idHash: `session-${Math.floor((opened += 1) / 4)}`, lastEventId: null });
      if (stream instanceof Response) return stream;
      return stream.begin(new Headers(streamHeaders), (env as HttpBindings).outgoing); // this server speaks HTTP/1.1
    },
  });
  server.listen(0, '127.0.0.1', () => {
    answerParent((server.address() as AddressInfo).port, () => events.publish(event)); // on TCP
  });
}

function serveBare() {
  const clients = new Set<ServerResponse>();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('id: 1\n\n');
    clients.add(response);
  });
  server.listen(0, '127.0.0.1', () => {
    answerParent((server.address() as AddressInfo).port, () => {
      const frame = Buffer.from(`id: 1\ndata: ${JSON.stringify(event)}\n\n`);
      for (const client of clients) client.write(frame);
    });
  });
}

type Measured = { clients: number; bytesEach: number; lastHeardMs: number };

async function measureServer(which: 'console' | 'bare'): Promise<Measured> {
  const server = fork(new URL(import.meta.url), [which], { execArgv: ['--expose-gc'] });
  const [port] = (await once(server, 'message')) as [number]; // as `answerParent` sends them
  const base = await memory(server);
  const heard = { count: 0, all: () => {} };
  const sockets: Socket[] = [];
  try {
    for (let from = 0; from < wanted; from += atOnce) {
      const opened = Array.from({ length: atOnce }, () => open(port, heard));
      sockets.push(...(await Promise.all(opened)));
    }
  } catch (error) {
    console.log(`  no more than ${sockets.length} sockets can be opened here: ${String(error)}`);
  }
  const bytesEach = ((await memory(server)) - base) / sockets.length;
  const times: number[] = [];
  for (let n = 0; n < changes; n += 1) {
    heard.count = 0;
    const all = new Promise<void>((resolve) => {
      heard.all = () => heard.count >= sockets.length && resolve();
    });
    const from = performance.now();
    server.send('change');
    await all;
    times.push(performance.now() - from);
  }
  for (const socket of sockets) socket.destroy();
  server.kill();
  await once(server, 'exit');
  return { clients: sockets.length, bytesEach, lastHeardMs: quantile(times, 0.5) };
}

async function memory(server: ChildProcess): Promise<number> {
  server.send('memory');
  const [bytes] = (await once(server, 'message')) as [number]; // as `answerParent` sends them
  return bytes;
}

/** A browser that listens; resolves when it was greeted. */
function open(port: number, heard: { count: number; all: () => void }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /api/v1/events HTTP/1.1\r\nHost: console\r\n\r\n'),
    );
    socket.setEncoding('latin1').on('error', reject);
    let isGreeted = false;
    socket.on('data', (text: string) => {
      if (!isGreeted && text.includes('id: ')) {
        isGreeted = true;
        resolve(socket);
      }
      if (!text.includes('"sample"')) return;
      heard.count += 1;
      heard.all();
    });
  });
}

async function measure() {
  const bare = await measureServer('bare');
  const ours = await measureServer('console');
  console.log(`${ours.clients} event clients (${bare.clients} of the bare server), ${changes} changes:`);
  report('memory of each', ours.bytesEach / 1000, { goal: 25, unit: 'KB' });
  report('memory of each ÷ of a bare server’s', ours.bytesEach / bare.bytesEach, { goal: 1.4, unit: '×' });
  report('change to the last client ÷ of a bare server', ours.lastHeardMs / bare.lastHeardMs, { goal: 1.5, unit: '×' });
  console.log(
    `  bare: ${(bare.bytesEach / 1000).toFixed(1)} KB, ${bare.lastHeardMs.toFixed(0)} ms; console: ${ours.lastHeardMs.toFixed(0)} ms`,
  );
}
