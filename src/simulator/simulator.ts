/**
 * The simulated platforms as a fetch handler: IoTDA v5, IAM and northbound on one origin, told apart by the path. Authentication, error
 * bodies, request IDs, faults and the log are here; what each call does is in its handler.
 */
import { type Context, Hono } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBender } from './bending.ts';
import { ConnectionDropped, cut, type ErrorWords, replacement } from './fault-effects.ts';
import { createToken, type IdentityAnswer, keystoneError, listProjects } from './iam/handlers.ts';
import { createGatekeeper, type Edition } from './iotda/authentication.ts';
import type { Call, Upload } from './iotda/call.ts';
import { createRateLimiter, type RateLimit } from './iotda/rate-limit.ts';
import { refuse, Refusal } from './iotda/refusal.ts';
import { errorBody, NorthboundRefusal } from './northbound/refusal.ts';
import { northboundRoutes } from './northbound/routes.ts';
import { createRequestLog, type LogEntry, type RequestLog } from './request-log.ts';
import { iotdaRoutes } from './routes.ts';
import type { CallKind, FaultSpec } from './world/faults.ts';
import { nodeHashing } from './world/hashing.ts';
import type { World } from './world/world.ts';

export type SimulatorOptions = {
  /** `basic` takes SDK-HMAC-SHA256 only, `standard` V11-HMAC-SHA256 only and no host of the basic edition; default `any`. */
  edition?: Edition;
  /** Is handed every log entry before the request is answered. */
  onLog?: (entry: LogEntry) => void;
  /** Of v5 calls, for each access key and for tokens; none by default. */
  rateLimit?: RateLimit;
  /** How a latency fault waits, ms. */
  delay?: (ms: number) => Promise<unknown>;
};

export type Simulator = {
  readonly world: World;
  readonly log: RequestLog;
  /** Answers a request. Rejects with a TypeError when a fault drops the connection, as the platform's `fetch` would. */
  fetch(request: Request): Promise<Response>;
  /** The same for request mocking: a dropped connection is `Response.error()`. */
  answer(request: Request): Promise<Response>;
};

/** What a call is given besides its handler's arguments. */
type Served = { call: Call; request: Request; bytes: Uint8Array };
type Outcome = IdentityAnswer & { accessKey?: string };

/** Whose words an answer is in. */
type Dialect = 'v5' | 'identity' | 'northbound';

const v5Words: ErrorWords = {
  throttled: [429, 'APIGW.0308', 'The throttling threshold has been reached.'],
  forbidden: [403, 'IOTDA.021101', 'The request rate has reached its limit.'],
  failing: [500, 'IOTDA.000001', 'Internal server error.'],
  body: (code, message, requestId) => ({
    error_code: code,
    error_msg: message,
    ...(code.startsWith('APIG') && { request_id: requestId }),
  }),
};
const errorWords: Record<Dialect, ErrorWords> = {
  v5: v5Words,
  identity: v5Words,
  northbound: {
    throttled: [403, '1010009', 'app throttle exceed.'],
    forbidden: [403, '1010009', 'app throttle exceed.'],
    failing: [500, '50252', 'Internal server error.'],
    body: (code, message) => errorBody({ code, message }),
  },
};
/** Calls that change nothing although they are no GET. */
const withoutEffect: readonly CallKind[] = ['token', 'search', 'northbound-login', 'northbound-refresh'];

export function createSimulator(world: World, options: SimulatorOptions = {}): Simulator {
  const log = createRequestLog(options.onLog);
  const delay = options.delay ?? sleep;
  const gatekeeper = createGatekeeper(world, options.edition ?? 'any');
  const limiter = createRateLimiter(options.rateLimit ?? {});
  const bend = createBender();
  const app = new Hono();
  let served = 0;

  async function serve(
    context: Context,
    kind: CallKind,
    dialect: Dialect,
    act: (served: Served) => Outcome,
  ): Promise<Response> {
    const request = context.req.raw;
    served += 1;
    const requestId = nodeHashing
      .sha256Hex(`${world.seed} ${world.birthMs} ${served} ${world.clock.now()}`)
      .slice(0, 32);
    const url = new URL(request.url);
    const facts: { taskId?: string; targets?: readonly string[] | null } = {};
    const faults = world.faults.take(kind);
    const record = (status: number, outcome: { acted: boolean; accessKey?: string; damaged?: number }) => {
      const { method } = request;
      const path = url.pathname + url.search;
      log.add({ at: world.clock.now(), method, path, kind, status, requestId, ...facts, ...outcome });
    };

    // A slow platform has the whole request, also when its caller is gone before it gets to it.
    const bytes = new Uint8Array(await request.arrayBuffer());
    for (const fault of faults) if (fault.kind === 'latency') await delay(fault.ms ?? 1000);
    const has = (fault: FaultSpec['kind']) => faults.some((one) => one.kind === fault);
    if (has('unresolved') || has('reset-before')) {
      record(0, { acted: false });
      throw new ConnectionDropped(has('unresolved') ? 'ENOTFOUND' : 'ECONNRESET');
    }
    const instead = replacement(faults, requestId, errorWords[dialect]);
    if (instead !== null) {
      record(instead.status, { acted: false });
      return instead;
    }

    const params: Record<string, string> = context.req.param();
    const upload = await readUpload(request, bytes);
    const call: Call = {
      upload,
      world,
      params,
      query: url.searchParams,
      get body() {
        return readJson(request, bytes);
      },
      note: (noted) => Object.assign(facts, noted),
    };
    const outcome = outcomeOf(() => act({ call, request, bytes }), requestId, dialect);
    const acted =
      request.method !== 'GET' && outcome.status < 300 && outcome.refused !== true && !withoutEffect.includes(kind);
    const key = outcome.accessKey === undefined ? {} : { accessKey: outcome.accessKey };
    if (has('reset-after')) {
      record(0, { acted, ...key });
      throw new ConnectionDropped();
    }
    const { answer, damaged } = bend(faults, url.pathname, outcome.body);
    record(outcome.status, { acted, ...key, ...(damaged > 0 && { damaged }) });
    const headers = {
      [dialect === 'identity' ? 'X-IAM-Trace-Id' : 'X-Request-Id']: requestId,
      Date: new Date(world.clock.now()).toUTCString(),
      ...outcome.headers,
    };
    if (outcome.body === null) return new Response(null, { status: outcome.status, headers });
    const text = cut(faults, JSON.stringify(answer));
    const type = has('content-type') ? 'text/plain' : 'application/json';
    return new Response(text, { status: outcome.status, headers: { ...headers, 'Content-Type': type } });
  }

  for (const { kind, method, path, handler } of iotdaRoutes) {
    app.on(method, `/v5/iot/:project_id${path}`, (context) =>
      serve(context, kind, 'v5', ({ call, request, bytes }) => {
        const accessKey = gatekeeper.admit(request, bytes);
        limiter.count(accessKey ?? 'token', world.clock.now());
        if (call.params['project_id'] !== world.credentials.projectId) throw refuse('IOTDA.000022');
        world.settle();
        return { ...handler(call), ...(accessKey !== null && { accessKey }) };
      }),
    );
  }
  app.post('/v3/auth/tokens', (context) => serve(context, 'token', 'identity', ({ call }) => createToken(call)));
  app.get('/v3/projects', (context) =>
    serve(context, 'projects', 'identity', ({ call, request }) =>
      listProjects(call, request.headers.get('x-auth-token')),
    ),
  );
  for (const { kind, method, path, handler } of northboundRoutes(world)) {
    app.on(method, path, (context) =>
      serve(context, kind, 'northbound', ({ call: { params, query, note }, request: { headers }, bytes }) =>
        handler({ world, params, query, headers, text: new TextDecoder().decode(bytes), note }),
      ),
    );
  }
  app.notFound((context) =>
    serve(context, 'unknown', 'v5', () => {
      throw refuse('APIGW.0101');
    }),
  );
  // A dropped connection is no answer: whoever serves this decides how a drop looks.
  app.onError((error) => {
    throw error;
  });

  const fetch = async (request: Request): Promise<Response> => app.fetch(request);
  return {
    world,
    log,
    fetch,
    answer: (request) =>
      fetch(request).catch((error: unknown) => {
        if (error instanceof ConnectionDropped) return Response.error();
        throw error;
      }),
  };
}

/** Refusals become error bodies; each platform writes them in its own form. */
function outcomeOf(act: () => Outcome, requestId: string, dialect: Dialect): Outcome & { refused?: true } {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof NorthboundRefusal)) throw error;
    const { status, code, message } = error;
    if (dialect === 'identity') return keystoneError(status, message, status === 404 ? 'Not Found' : 'Bad Request');
    return { status, body: errorWords[dialect].body(code, message, requestId), refused: true };
  }
}

/** The part named `file` of a multipart body; null when there is none or the body cannot be read. */
async function readUpload(request: Request, bytes: Uint8Array<ArrayBuffer>): Promise<Upload | null> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) return null;
  try {
    const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
    const file = form.get('file');
    return file instanceof File ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null;
  } catch {
    return null;
  }
}

/** The JSON body; undefined when there is none. IOTDA.000008 for anything that is not JSON. */
function readJson(request: Request, bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return undefined;
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) throw refuse('IOTDA.000008');
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw refuse('IOTDA.000008');
  }
}
