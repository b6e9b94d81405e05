import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from './clock.ts';
import { type Config, isDemo } from './config.ts';
import type { Log, Services } from './context.ts';
import { createApp } from './http/app.ts';
import { trustedProxies } from './http/client-address.ts';
import { createEventHub } from './http/event-hub.ts';
import { createEventRelay } from './http/event-relay.ts';
import { createEventStreams, streamLimits } from './http/event-stream.ts';
import { listenerOf } from './http/listener.ts';
import { createPasswords } from './http/passwords.ts';
import { createRateLimits, rateLimits } from './http/rate-limits.ts';
import { createSessions } from './http/sessions.ts';
import { createSetUpToken } from './http/set-up-token.ts';
import { createSignIn } from './http/sign-in.ts';
import { siteOf } from './http/site.ts';
import { createThrottle } from './http/throttle.ts';
import { createLog } from './log.ts';
import { openConnections, type StartSimulator } from './open-connections.ts';
import { openStore } from './store/open-store.ts';
import { every } from './work/loop.ts';
import { startWork } from './work/work.ts';

export type Started = {
  /** Where people reach the console. */
  url: string;
  port: number;
  services: Services;
  /** Finishes what is under way, writes it down and closes everything. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type StartOptions = {
  clock?: Clock;
  log?: Log;
  /** The embedded simulator, needed where no platform is configured. */
  simulator?: StartSimulator;
  /** How much one person may ask, where that is not as usual. */
  limits?: Partial<typeof rateLimits>;
};

/** Where processes on one PostgreSQL database tell each other of events. */
const noticeChannel = 'rollout_console_events';
const sweepEveryMs = 10 * 60_000;
/** What was seen of single devices is kept this long, and forgotten so much at a time that nobody waits for it. */
const changesKeptMs = 90 * 86_400_000;
const changesForgottenAtOnce = 20_000;
/** Requests that are under way when the server stops get this long. */
const finishMs = 10_000;

const root = new URL('../../', import.meta.url);
const pagesFolder = fileURLToPath(new URL('dist/web', root));

function versionOf(packageFile: URL): string {
  const content: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  const isPackage = typeof content === 'object' && content !== null && 'version' in content;
  return isPackage && typeof content.version === 'string' ? content.version : '0';
}

/** Slow senders and idle connections are cut off, long before Node would do it by itself. */
function serverFor(listener: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 65_000,
    },
    listener,
  );
  // Each event stream has its connection to itself; what is beyond them is for everything else that is asked at the same moment.
  server.maxConnections = streamLimits.total + 2_000;
  server.maxRequestsPerSocket = 1_000;
  return server;
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/**
 * How to part from the connections on which nothing is under way, now and as it ends on others. Node itself takes those that a
 * browser has opened ahead of need for busy ones.
 */
function partingFrom(server: Server): () => void {
  const underWay = new Map<Socket, number>();
  let isLeaving = false;
  server.on('connection', (socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  server.on('request', ({ socket }, answer) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    answer.once('close', () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (underWay.has(socket)) underWay.set(socket, left);
      if (isLeaving && left === 0) socket.end();
    });
  });
  return () => {
    isLeaving = true;
    for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
  };
}

async function stopServing(server: Server, part: () => void, clock: Clock): Promise<void> {
  const finished = new AbortController();
  const closed = new Promise<void>((resolve) => server.close(() => resolve())).finally(() => finished.abort());
  part();
  await Promise.race([closed, clock.sleep(finishMs, finished.signal)]);
  server.closeAllConnections();
  await closed;
}

/**
 * Opens everything in the order in which it is needed and closes it in reverse, also when something in the middle fails.
 * Several consoles can run in one process.
 */
export async function start(config: Config, options: StartOptions = {}): Promise<Started> {
  const { clock = systemClock, log = createLog(clock, (line) => process.stderr.write(`${line}\n`)) } = options;
  const demo = isDemo(config);
  await using opening = new AsyncDisposableStack();

  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const onError = (error: unknown) => log.error('a database connection broke', error);
  const store = await openStore(
    config.databaseUrl === null
      ? { engine: 'sqlite', file: join(config.dataDir, 'console.db') }
      : { engine: 'postgres', url: config.databaseUrl.reveal() },
    { onError },
  );
  opening.defer(() => store.close());

  const events = createEventHub(log);
  const opened = await openConnections(config, { clock, simulator: options.simulator });
  opening.defer(() => opened.close());

  const owner = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const services: Services = { store, clock, log, events, connections: opened.connections, owner };
  const relay = createEventRelay({ events, store, log, owner });
  opening.defer(() => relay.close());
  if (config.databaseUrl !== null) {
    const { openNotices } = await import('./store/postgres-notices.ts');
    const url = config.databaseUrl.reveal();
    const heard = { onNotice: relay.hear, onGap: relay.gap, onError };
    const notices = await openNotices({ url, channel: noticeChannel, clock, ...heard });
    opening.defer(() => notices.close());
    relay.connect(notices);
  }
  const work = startWork(services);
  opening.defer(() => work.stop());

  const setUpToken = createSetUpToken({ dataDir: config.dataDir, clock, log });
  if (!demo && (await store.people.count()) === 0) {
    await setUpToken.issue();
    opening.defer(() => setUpToken.withdraw());
  }

  // The site's address is known once the server listens; the app is made before the first request can have been read.
  let answer: RequestListener = (_, outgoing) => void outgoing.writeHead(503).end();
  let draining = false;
  const server = serverFor((incoming, outgoing) => answer(incoming, outgoing));
  const part = partingFrom(server);
  const port = await listen(server, config.port, config.host);
  opening.defer(() => stopServing(server, part, clock));

  const site = siteOf({ host: config.host, port, publicUrl: config.publicUrl });
  const sessions = createSessions({ store, clock, secure: site.secure });
  const throttle = createThrottle({ store, clock });
  const streams = createEventStreams({ events, sessions, clock, log });
  opening.defer(() => streams.close());
  const sweeping = every({ name: 'sweep', everyMs: sweepEveryMs, clock, log }, async () => {
    await sessions.sweep();
    await throttle.sweep();
    await store.devices.forgetChanges(clock.now() - changesKeptMs, changesForgottenAtOnce);
  });
  opening.defer(() => sweeping.stop());
  const signIn = createSignIn({ store, clock, passwords: createPasswords(), throttle, setUpToken });
  const version = versionOf(new URL('package.json', root));
  const app = createApp({
    services,
    work,
    sessions,
    streams,
    signIn,
    site,
    isTrustedProxy: trustedProxies(config.trustedProxies),
    rates: createRateLimits(clock, { ...rateLimits, ...options.limits }),
    demo,
    version,
    pagesFolder,
    isDraining: () => draining,
  });
  answer = listenerOf(app);

  const running = opening.move();
  let closing: Promise<void> | null = null;
  const close = () => {
    draining = true;
    return (closing ??= running.disposeAsync());
  };
  return { url: site.origins[0], port, services, close, [Symbol.asyncDispose]: close };
}
