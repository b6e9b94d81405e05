import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { traverseContractProcedures } from '@orpc/server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { contract } from '#shared/api/contract.ts';
import { type ExportOf, exportPaths } from '#shared/api/exports.ts';
import { holds } from '#shared/domain/roles.ts';
import type { Services, Work } from '#server/context.ts';
import { workbookPaths } from '#shared/api/workbooks.ts';
import { workbookLimits } from '#shared/domain/workbook.ts';
import { createInspector } from '#server/workbooks/inspect.ts';
import { createCatalogueCache } from '#server/routes/catalogue-cache.ts';
import { router } from '#server/routes/router.ts';
import { apiDocs } from './api-docs.ts';
import { clientAddress, type TrustedProxies } from './client-address.ts';
import { whyNotAnswered } from './cross-site.ts';
import { cspReports } from './csp-reports.ts';
import { errorResponse, internalError, knownError } from './errors.ts';
import { type EventStreams, streamHeaders } from './event-stream.ts';
import { exportFile } from './exports.ts';
import { secure } from './headers.ts';
import { whyNotParsed } from './json-scan.ts';
import { pages } from './pages.ts';
import { assertGuarded } from './permissions.ts';
import { laneOf, type RateLimits } from './rate-limits.ts';
import type { RequestContext } from './request-context.ts';
import { requestIdOf } from './request-id.ts';
import type { LiveSession, Sessions } from './sessions.ts';
import { createSharedAnswers } from './shared-answers.ts';
import type { SignIn } from './sign-in.ts';
import type { Site } from './site.ts';
import { uploadWorkbook, workbookTemplate } from './workbooks.ts';

export type AppDeps = {
  services: Services;
  work: Work;
  sessions: Sessions;
  streams: EventStreams;
  signIn: SignIn;
  site: Site;
  /** Which peers may say for whom they ask. */
  isTrustedProxy: TrustedProxies;
  /** How much one person may ask. */
  rates: RateLimits;
  demo: boolean;
  version: string;
  /** The built browser application. */
  pagesFolder: string;
  /** The server is about to stop: it finishes what it has, and wants nothing new. */
  isDraining: () => boolean;
};

/** An answer that goes straight to its connection, once its headers are known. */
type Written = { begin(headers: Headers, outgoing: ServerResponse | undefined): Response };

type Env = {
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string; session: LiveSession | null; written: Written | null };
};

const kibi = 1_024;
const usualBytes = 256 * kibi;
const targetListBytes = 6 * kibi * kibi;
// Thirty thousand device ids; only people who are signed in may send that much.
const targetListPath =
  /^\/api\/v1\/connections\/[^/]+\/(tasks(\/(?:preview|preflight)|\/[^/]+\/retry)?|failures\/(plan|retry)|target-sets)$/;

const workbookPath = /^\/api\/v1\/connections\/[^/]+\/workbooks$/;

const wholeAnswer = (body: Buffer<ArrayBuffer>): Written => ({
  begin(headers, outgoing) {
    if (outgoing === undefined) return new Response(body, { headers });
    outgoing.setHeaders(headers).end(body);
    return RESPONSE_ALREADY_SENT;
  },
});

/** Paths of the contract with the methods that each has. */
function knownPaths(): { pattern: RegExp; methods: Set<string> }[] {
  const methods = new Map<string, Set<string>>();
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure }) => {
    const { method = 'POST', path = '/' } = procedure['~orpc'].route;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  });
  const patternOf = (path: string) => new RegExp(`^/api/v1${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
  return [...methods].map(([path, known]) => ({ pattern: patternOf(path), methods: known }));
}

const routeOf = (path: string): string => `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;

/** Over a connection a body is announced; without that, what looks like an empty body is none. (RFC 9112, 6.3) */
const mayHaveBody = (incoming: HttpBindings['incoming'] | undefined): boolean =>
  incoming?.headers === undefined ||
  incoming.headers['content-length'] !== undefined ||
  incoming.headers['transfer-encoding'] !== undefined;

/** The whole console behind one `fetch`. Refuses to be made when a procedure does not say who may call it. */
export function createApp(deps: AppDeps): {
  fetch: (request: Request, env?: Partial<HttpBindings>) => Promise<Response>;
} {
  const { services, sessions, streams, site } = deps;
  const { log, clock } = services;
  assertGuarded(router);
  const catalogue = createCatalogueCache(clock);
  const inspect = createInspector();
  const shared = createSharedAnswers(services);
  const paths = knownPaths();

  const answerTo = (error: unknown, requestId: string) => {
    const known = knownError(error);
    if (known !== null) return known;
    log.error('a request failed', error, { requestId });
    return internalError(requestId);
  };

  const procedures = new OpenAPIHandler<RequestContext>(router, {
    clientInterceptors: [
      async ({ next, context }) => {
        try {
          return await next();
        } catch (error) {
          throw answerTo(error, context.requestId);
        }
      },
    ],
    // What fails before a procedure is reached: a body that is not JSON.
    customErrorResponseBodyEncoder: (error) => {
      if (error.code !== 'BAD_REQUEST') return undefined;
      return {
        defined: false,
        code: 'bad_request',
        status: error.status,
        message: 'bad_request',
        data: { fields: [] },
      };
    },
  });

  const app = new Hono<Env>();

  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.header('X-Request-Id')));
    c.set('session', null);
    c.set('written', null);
    await next();
    secure(c.res.headers, site, c.get('requestId'));
    const written = c.get('written');
    if (written !== null) c.res = written.begin(c.res.headers, c.env.outgoing);
  });

  app.use(async (c, next) => {
    const header = (name: string) => c.req.header(name) ?? null;
    const refused = whyNotAnswered(
      {
        method: c.req.method,
        path: c.req.path,
        host: header('Host') ?? new URL(c.req.url).host,
        fetchSite: header('Sec-Fetch-Site'),
        origin: header('Origin'),
        contentType: header('Content-Type'),
        hasBody: header('Content-Length') !== '0' && c.req.raw.body !== null && mayHaveBody(c.env.incoming),
      },
      site,
    );
    return refused ?? next();
  });

  app.onError((error, c) => {
    const { code, status, data } = answerTo(error, c.get('requestId')).toJSON();
    return Response.json({ defined: false, code, status, message: code, data }, { status });
  });

  app.get('/livez', () => new Response('ok\n'));
  app.get('/readyz', async () => {
    if (deps.isDraining()) return new Response('draining\n', { status: 503 });
    const writable = await services.store.probe().then(
      () => true,
      () => false,
    );
    return writable ? new Response('ok\n') : new Response('the database cannot be written\n', { status: 503 });
  });

  app.route('/', cspReports(services));
  app.route('/', apiDocs(deps.version));

  // What a person does keeps the session alive: whatever changes something, and reading that the page marks as theirs.
  // Reading that goes on by itself does not. (docs/decisions: sessions)
  app.use('/api/v1/*', async (c, next) => {
    const activity = (c.req.method !== 'GET' && c.req.method !== 'HEAD') || c.req.header('X-Activity') === '1';
    const { session, setCookie } = await sessions.read(c.req.header('Cookie') ?? null, { activity });
    c.set('session', session);
    await next();
    if (setCookie !== null && !c.res.headers.has('Set-Cookie')) c.res.headers.append('Set-Cookie', setCookie);
  });

  app.use('/api/v1/*', async (c, next) => {
    const session = c.get('session');
    const waitMs = session === null ? 0 : deps.rates.take(session.person.id, laneOf(c.req.method, c.req.path));
    if (waitMs === 0) return next();
    const retryAfterSeconds = Math.ceil(waitMs / 1_000);
    const headers = { 'Retry-After': String(retryAfterSeconds) };
    return errorResponse('too_many_attempts', 429, { retryAfterSeconds }, headers);
  });

  const tooLarge = () => errorResponse('too_large', 413);
  const usualLimit = bodyLimit({ maxSize: usualBytes, onError: tooLarge });
  const targetListLimit = bodyLimit({ maxSize: targetListBytes, onError: tooLarge });
  const workbookLimit = bodyLimit({ maxSize: workbookLimits.bytes, onError: tooLarge });
  app.use('/api/v1/*', async (c, next) => {
    if (!mayHaveBody(c.env.incoming)) return next();
    // Its size is only known at its end; whoever sends to the console knows it beforehand.
    if (c.env.incoming?.headers?.['transfer-encoding'] !== undefined) return errorResponse('bad_request', 411);
    if (c.get('session') !== null && workbookPath.test(c.req.path)) return workbookLimit(c, next);
    const isTargetList = c.get('session') !== null && targetListPath.test(c.req.path);
    return isTargetList ? targetListLimit(c, next) : usualLimit(c, next);
  });

  app.get('/api/v1/events', (c) => {
    const session = c.get('session');
    if (session === null) return errorResponse('signed_out', 401);
    if (!holds(session.person.role, 'events.read')) return errorResponse('forbidden', 403);
    const accepted = c.req.header('Accept') ?? '*/*';
    if (!/text\/event-stream|\*\/\*/.test(accepted)) return errorResponse('bad_request', 406);
    if (c.req.method === 'GET') {
      // A browser names what it heard last by itself, but not on its first stream.
      const lastEventId = c.req.header('Last-Event-ID') ?? c.req.query('after') ?? null;
      const opened = streams.open({ idHash: session.idHash, lastEventId });
      if (opened instanceof Response) return opened;
      c.set('written', opened);
    }
    return new Response(null, { headers: streamHeaders });
  });

  const contextOf = (c: Context<Env>, setCookie: (value: string) => void): RequestContext => ({
    ...deps,
    catalogue,
    requestId: c.get('requestId'),
    address: clientAddress(
      c.env.incoming?.socket.remoteAddress ?? null,
      c.req.header('X-Forwarded-For') ?? null,
      deps.isTrustedProxy,
    ),
    session: c.get('session'),
    idempotencyKey: c.req.header('Idempotency-Key') ?? null,
    setCookie,
  });

  for (const [of, path] of Object.entries(exportPaths) as [ExportOf, string][])
    app.get(routeOf(path), (c) => {
      const { connection = '', taskId = null } = c.req.param() as Record<string, string | undefined>;
      const search = new URL(c.req.url).searchParams;
      return exportFile(
        contextOf(c, () => undefined),
        of,
        { connection, taskId, search },
      );
    });

  app.post(routeOf(workbookPaths.upload), (c) =>
    uploadWorkbook(
      contextOf(c, () => undefined),
      inspect,
      {
        connection: c.req.param('connection') ?? '',
        search: new URL(c.req.url).searchParams,
        read: () => c.req.arrayBuffer(),
      },
    ),
  );
  app.get(routeOf(workbookPaths.template), (c) =>
    workbookTemplate(
      contextOf(c, () => undefined),
      c.req.param('kind') ?? '',
      new URL(c.req.url).searchParams,
    ),
  );

  // The list is the same for everybody who may read it, but for what is asked about oneself.
  app.use('/api/v1/connections/:connection/tasks', async (c, next) => {
    const person = c.get('session')?.person;
    const isShared = c.req.method === 'GET' && person !== undefined && holds(person.role, 'task.read');
    if (!isShared) {
      await next();
      return;
    }
    const { search } = new URL(c.req.url);
    const key = `${/creator|%/i.test(search) ? person.id : ''} ${c.req.path}${search}`;
    const answer = await shared.answer(key, async () => {
      await next();
      return c.res;
    });
    if (answer instanceof Response) return;
    c.set('written', wholeAnswer(answer));
    c.res = new Response(null, { headers: { 'Content-Type': 'application/json' } });
  });

  app.all('/api/v1/*', async (c) => {
    let cookie: string | null = null;
    const context = contextOf(c, (value) => {
      cookie = value;
    });
    const { method, url } = c.req;
    const isRead = method === 'GET' || method === 'HEAD';
    const text = isRead ? '' : await c.req.text();
    if (whyNotParsed(text) !== null) return errorResponse('bad_request', 400, { fields: [] });
    // A body is read only once, so what was looked over is handed on as another request.
    const { headers } = c.req.raw;
    const request = isRead ? c.req.raw : new Request(url, { method, headers, ...(text === '' ? {} : { body: text }) });
    const { matched, response } = await procedures.handle(request, { prefix: '/api/v1', context });
    if (matched) {
      if (cookie !== null) response.headers.append('Set-Cookie', cookie);
      return response;
    }
    const path = paths.find(({ pattern }) => pattern.test(c.req.path));
    if (path === undefined) return errorResponse('not_found', 404);
    return errorResponse('bad_request', 405, undefined, { Allow: [...path.methods].join(', ') });
  });

  app.all('/api/*', () => errorResponse('not_found', 404));
  app.route('/', pages(deps.pagesFolder));
  app.notFound(() => errorResponse('not_found', 404));

  return { fetch: async (request, env) => app.fetch(request, env ?? {}) };
}
