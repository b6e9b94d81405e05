import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { workbookLimits } from '#shared/domain/workbook.ts';
import type { Env } from './app-env.ts';
import { whyNotAnswered } from './cross-site.ts';
import { errorResponse } from './errors.ts';
import { secure } from './headers.ts';
import { laneOf, type RateLimits } from './rate-limits.ts';
import { requestIdOf } from './request-id.ts';
import { isActivity, type Sessions } from './sessions.ts';
import type { Site } from './site.ts';

const kibi = 1_024;
const usualBytes = 256 * kibi;
const targetListBytes = 6 * kibi * kibi;
// Thirty thousand device ids; only people who are signed in may send that much.
const targetListPath =
  /^\/api\/v1\/connections\/[^/]+\/(tasks(\/(?:preview|preflight)|\/[^/]+\/retry)?|failures\/(plan|retry)|target-sets|requests)$/;
const workbookPath = /^\/api\/v1\/connections\/[^/]+\/workbooks$/;

/** Over a connection a body is announced; without that, what looks like an empty body is none. (RFC 9112, 6.3) */
const mayHaveBody = (incoming: HttpBindings['incoming'] | undefined): boolean =>
  incoming?.headers === undefined ||
  incoming.headers['content-length'] !== undefined ||
  incoming.headers['transfer-encoding'] !== undefined;

/** For whatever is asked: a request id, the headers of every answer, and no answer to foreign pages. */
export function guardEverything(app: Hono<Env>, site: Site): void {
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
    if (refused !== null) return refused;
    // Its size is only known at its end; whoever sends to the console knows it beforehand.
    if (c.env.incoming?.headers?.['transfer-encoding'] !== undefined) return errorResponse('bad_request', 411);
    return next();
  });
}

/** For the API besides: who asks, how much they may ask, and how much they may send. */
export function guardApi(app: Hono<Env>, { sessions, rates }: { sessions: Sessions; rates: RateLimits }): void {
  app.use('/api/v1/*', async (c, next) => {
    const activity = isActivity(c.req.method, c.req.header('X-Activity') ?? null);
    const { session, setCookie } = await sessions.read(c.req.header('Cookie') ?? null, { activity });
    c.set('session', session);
    await next();
    if (setCookie !== null && !c.res.headers.has('Set-Cookie')) c.res.headers.append('Set-Cookie', setCookie);
  });

  app.use('/api/v1/*', async (c, next) => {
    const session = c.get('session');
    const waitMs = session === null ? 0 : rates.take(session.person.id, laneOf(c.req.method, c.req.path));
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
    if (c.get('session') !== null && workbookPath.test(c.req.path)) return workbookLimit(c, next);
    const isTargetList = c.get('session') !== null && targetListPath.test(c.req.path);
    return isTargetList ? targetListLimit(c, next) : usualLimit(c, next);
  });
}
