import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { holds } from '#shared/domain/roles.ts';
import type { Services, Work } from '#server/context.ts';
import { createCatalogueCache } from '#server/routes/catalogue-cache.ts';
import { router } from '#server/routes/router.ts';
import { apiDocs } from './api-docs.ts';
import type { ContextOf, Env } from './app-env.ts';
import { clientAddress, type TrustedProxies } from './client-address.ts';
import { cspReports } from './csp-reports.ts';
import { errorResponse, internalError, knownError } from './errors.ts';
import { type EventStreams, streamHeaders } from './event-stream.ts';
import { fileRoutes } from './file-routes.ts';
import { guardApi, guardEverything } from './guards.ts';
import { pages } from './pages.ts';
import { assertGuarded } from './permissions.ts';
import { probes } from './probes.ts';
import { answerProcedures } from './procedures.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Sessions } from './sessions.ts';
import { createSharedAnswers } from './shared-answers.ts';
import { createShortcut, shareList, sharedListPath, type Shortcut } from './shared-list.ts';
import type { SignIn } from './sign-in.ts';
import type { Site } from './site.ts';

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

export type App = {
  fetch: (request: Request, env?: Partial<HttpBindings>) => Promise<Response>;
  /** Asked before `fetch`, where there is a connection: answers the few requests for which that is not needed. */
  shortcut: Shortcut;
};

/** The whole console behind one `fetch`. Refuses to be made when a procedure does not say who may call it. */
export function createApp(deps: AppDeps): App {
  const { services, sessions, streams, site } = deps;
  const { log, clock } = services;
  assertGuarded(router);
  const catalogue = createCatalogueCache(clock);
  const shared = createSharedAnswers(services);

  const answerTo = (error: unknown, requestId: string) => {
    const known = knownError(error);
    if (known !== null) return known;
    log.error('a request failed', error, { requestId });
    return internalError(requestId);
  };

  const contextOf: ContextOf = (c, setCookie = () => undefined) => ({
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

  const app = new Hono<Env>();
  guardEverything(app, site);

  app.onError((error, c) => {
    // Whoever sent it has left before its end: that is no fault, and nobody hears the answer.
    const { incoming } = c.env;
    if (incoming?.destroyed === true && !incoming.complete) return errorResponse('bad_request', 400);
    const { code, status, data } = answerTo(error, c.get('requestId')).toJSON();
    return Response.json({ defined: false, code, status, message: code, data }, { status });
  });

  app.route('/', probes({ ...services, isDraining: deps.isDraining }));
  app.route('/', cspReports(services));
  app.route('/', apiDocs(deps.version));

  guardApi(app, deps);
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

  app.route('/', fileRoutes(contextOf));
  app.use(sharedListPath, shareList(shared));
  app.all('/api/v1/*', answerProcedures(contextOf, answerTo));
  app.all('/api/*', () => errorResponse('not_found', 404));
  app.route('/', pages(deps.pagesFolder));
  app.notFound(() => errorResponse('not_found', 404));

  return {
    fetch: async (request, env) => app.fetch(request, env ?? {}),
    shortcut: createShortcut({ site, sessions, rates: deps.rates, shared }),
  };
}
