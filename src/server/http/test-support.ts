/** What the tests of the HTTP layer share: a clock that stands still until it is moved, and a whole console around it. */
import type { IncomingMessage } from 'node:http';
import type { Role } from '#shared/domain/roles.ts';
import type { Clock } from '#server/clock.ts';
import type { Connected, Log, LogFields, Services } from '#server/context.ts';
import { openStore, type StoreOptions } from '#server/store/open-store.ts';
import { createWork, type IdleWork } from '#server/work/work.ts';
import { type App, createApp } from './app.ts';
import { trustedProxies } from './client-address.ts';
import { createEventHub } from './event-hub.ts';
import { createEventStreams, type EventStreams } from './event-stream.ts';
import { createPasswords } from './passwords.ts';
import { createRateLimits } from './rate-limits.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSetUpToken } from './set-up-token.ts';
import { createSignIn } from './sign-in.ts';
import { siteOf } from './site.ts';
import { createThrottle } from './throttle.ts';

export type ManualClock = Clock & {
  /** Lets time pass: whoever should have woken up by then does, once, and finishes what it woke up for. */
  advance(ms: number): Promise<void>;
};

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

export function manualClock(start = Date.UTC(2026, 10, 21, 8)): ManualClock {
  let now = start;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { at: now + ms, wake: () => (sleepers.delete(sleeper), resolve()) };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    async advance(ms) {
      await settled();
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
      await settled();
    },
  };
}

export type LogLine = { level: 'info' | 'warn' | 'error'; message: string; fields: LogFields; error?: unknown };

export function listeningLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  return {
    lines,
    info: (message, fields = {}) => lines.push({ level: 'info', message, fields }),
    warn: (message, fields = {}) => lines.push({ level: 'warn', message, fields }),
    error: (message, error, fields = {}) => lines.push({ level: 'error', message, fields, error }),
  };
}

export type Answer = { status: number; headers: Headers; body: unknown; text: string; cookie: string | null };
export type Ask = {
  cookie?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
  /** The address at the other end of the connection. */
  peer?: string;
  /** A person does this, so that the session stays alive. */
  activity?: boolean;
};

export type TestConsole = {
  clock: ManualClock;
  log: ReturnType<typeof listeningLog>;
  services: Services;
  work: IdleWork;
  sessions: Sessions;
  streams: EventStreams;
  app: App;
  fetch(request: Request): Promise<Response>;
  /** Asks as a page of the console would. */
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** Signs in to the demonstration; the cookie. */
  as(role: Role): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type TestOptions = {
  demo?: boolean;
  store?: StoreOptions;
  connections?: readonly Connected[];
  clock?: ManualClock;
  publicUrl?: URL;
  trustedProxies?: readonly string[];
  /** People may only ask as much as they usually may. */
  limited?: boolean;
  dataDir?: string;
  pagesFolder?: string;
  isDraining?: () => boolean;
};

export const origin = 'http://127.0.0.1:8080';

const cookieIn = (headers: Headers): string | null => headers.get('Set-Cookie')?.split(';')[0] ?? null;

/** A console without a network: everything behind `fetch` is real but the clock, and background work runs when told to. */
export async function startTestConsole(options: TestOptions = {}): Promise<TestConsole> {
  const { clock = manualClock(), demo = true, publicUrl = null } = options;
  const log = listeningLog();
  const store = await openStore(options.store ?? { engine: 'sqlite', file: ':memory:' });
  const events = createEventHub(log);
  const connections = new Map((options.connections ?? []).map((connected) => [connected.id, connected]));
  const services: Services = { store, clock, log, events, connections, owner: 'test' };
  const work = createWork(services);
  const site = siteOf({ host: '127.0.0.1', port: 8080, publicUrl });
  const sessions = createSessions({ store, clock, secure: site.secure });
  const streams = createEventStreams({ events, sessions, clock, log });
  const setUpToken = createSetUpToken({ dataDir: options.dataDir ?? '', clock, log });
  if (options.dataDir !== undefined) await setUpToken.issue();
  const throttle = createThrottle({ store, clock });
  const signIn = createSignIn({ store, clock, passwords: createPasswords({ memory: 64 }), throttle, setUpToken });
  const app = createApp({
    services,
    work,
    sessions,
    streams,
    signIn,
    site,
    isTrustedProxy: trustedProxies(options.trustedProxies ?? []),
    // While the clock stands still, tests ask more than a person could.
    rates: options.limited === true ? createRateLimits(clock) : { take: () => 0 },
    demo,
    version: '1.2.3',
    pagesFolder: options.pagesFolder ?? 'there/is/no/such/folder',
    isDraining: options.isDraining ?? (() => false),
  });

  async function ask(
    method: string,
    path: string,
    { cookie, body, headers, activity, peer }: Ask = {},
  ): Promise<Answer> {
    const [base] = site.origins;
    const request = new Request(`${base}${path}`, {
      method,
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        ...(cookie === null || cookie === undefined ? {} : { Cookie: cookie }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(activity === true ? { 'X-Activity': '1' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Of the connection only its peer is looked at.
    const env = peer === undefined ? {} : { incoming: { socket: { remoteAddress: peer } } as IncomingMessage };
    const response = await app.fetch(request, env);
    const text = await response.text();
    const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
    const answer = { status: response.status, headers: response.headers, text, cookie: cookieIn(response.headers) };
    return { ...answer, body: isJson && text !== '' ? JSON.parse(text) : null };
  }

  return {
    clock,
    log,
    services,
    work,
    sessions,
    streams,
    app,
    fetch: (request) => app.fetch(request),
    ask,
    async as(role) {
      const { cookie, status } = await ask('POST', '/api/v1/session/demo', { body: { role } });
      if (cookie === null) throw new Error(`signing in as ${role} was answered with ${status}`);
      return cookie;
    },
    async [Symbol.asyncDispose]() {
      await streams.close();
      await work.stop();
      await store.close();
    },
  };
}
