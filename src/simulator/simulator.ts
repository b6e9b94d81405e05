/**
 * The simulated platform as a fetch handler: IoTDA v5 and IAM on one origin, told apart by the path. Authentication, error
 * bodies, request IDs, faults and the log are here; what each call does is in its handler.
 */
import { type Context, Hono } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import { bend, ConnectionDropped, cut, replacement } from './fault-effects.ts';
import { createToken, type IdentityAnswer, keystoneError, listProjects } from './iam/handlers.ts';
import { createGatekeeper, type Edition } from './iotda/authentication.ts';
import type { Call } from './iotda/call.ts';
import { refuse, Refusal } from './iotda/refusal.ts';
import { createRequestLog, type LogEntry, type RequestLog } from './request-log.ts';
import { iotdaRoutes } from './routes.ts';
import type { CallKind } from './world/faults.ts';
import { nodeHashing } from './world/hashing.ts';
import type { World } from './world/world.ts';

export type SimulatorOptions = {
  /** `basic` takes SDK-HMAC-SHA256 only, `standard` V11-HMAC-SHA256 only and no host of the basic edition; default `any`. */
  edition?: Edition;
  /** Is handed every log entry before the request is answered. */
  onLog?: (entry: LogEntry) => void;
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

export function createSimulator(world: World, options: SimulatorOptions = {}): Simulator {
  const log = createRequestLog(options.onLog);
  const delay = options.delay ?? sleep;
  const gatekeeper = createGatekeeper(world, options.edition ?? 'any');
  const app = new Hono();
  let served = 0;

  async function serve(context: Context, kind: CallKind, act: (served: Served) => Outcome): Promise<Response> {
    const request = context.req.raw;
    served += 1;
    const requestId = nodeHashing
      .sha256Hex(`${world.seed} ${world.birthMs} ${served} ${world.clock.now()}`)
      .slice(0, 32);
    const url = new URL(request.url);
    const facts: { taskId?: string; targets?: readonly string[] | null } = {};
    const faults = world.faults.take(kind);
    const record = (status: number, outcome: { acted: boolean; accessKey?: string }) => {
      const { method } = request;
      const path = url.pathname + url.search;
      log.add({ at: world.clock.now(), method, path, kind, status, requestId, ...facts, ...outcome });
    };

    for (const fault of faults) if (fault.kind === 'latency') await delay(fault.ms ?? 1000);
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (faults.some((fault) => fault.kind === 'reset-before')) {
      record(0, { acted: false });
      throw new ConnectionDropped();
    }
    const instead = replacement(faults, requestId);
    if (instead !== null) {
      record(instead.status, { acted: false });
      return instead;
    }

    const params: Record<string, string> = context.req.param();
    const call: Call = {
      world,
      params,
      query: url.searchParams,
      get body() {
        return readJson(request, bytes);
      },
      note: (noted) => Object.assign(facts, noted),
    };
    const identity = url.pathname.startsWith('/v3/');
    const outcome = outcomeOf(() => act({ call, request, bytes }), requestId, identity);
    const acted = request.method !== 'GET' && outcome.status < 300 && kind !== 'token' && kind !== 'search';
    const key = outcome.accessKey === undefined ? {} : { accessKey: outcome.accessKey };
    if (faults.some((fault) => fault.kind === 'reset-after')) {
      record(0, { acted, ...key });
      throw new ConnectionDropped();
    }
    record(outcome.status, { acted, ...key });
    const headers = {
      [identity ? 'X-IAM-Trace-Id' : 'X-Request-Id']: requestId,
      Date: new Date(world.clock.now()).toUTCString(),
      ...outcome.headers,
    };
    if (outcome.body === null) return new Response(null, { status: outcome.status, headers });
    const text = cut(faults, JSON.stringify(bend(faults, outcome.body)));
    return new Response(text, { status: outcome.status, headers: { ...headers, 'Content-Type': 'application/json' } });
  }

  for (const { kind, method, path, handler } of iotdaRoutes) {
    app.on(method, `/v5/iot/:project_id${path}`, (context) =>
      serve(context, kind, ({ call, request, bytes }) => {
        const accessKey = gatekeeper.admit(request, bytes);
        if (call.params['project_id'] !== world.credentials.projectId) throw refuse('IOTDA.000022');
        world.settle();
        return { ...handler(call), ...(accessKey !== null && { accessKey }) };
      }),
    );
  }
  app.post('/v3/auth/tokens', (context) => serve(context, 'token', ({ call }) => createToken(call)));
  app.get('/v3/projects', (context) =>
    serve(context, 'projects', ({ call, request }) => listProjects(call, request.headers.get('x-auth-token'))),
  );
  app.notFound((context) =>
    serve(context, 'unknown', () => {
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

/** Refusals become error bodies: the identity service writes them in another form than the platform and its gateway. */
function outcomeOf(act: () => Outcome, requestId: string, identity: boolean): Outcome {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message } = error;
    if (identity) return keystoneError(status, message, status === 404 ? 'Not Found' : 'Bad Request');
    const byGateway = code.startsWith('APIG');
    return { status, body: { error_code: code, error_msg: message, ...(byGateway && { request_id: requestId }) } };
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
