import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import { holds } from '#shared/domain/roles.ts';
import type { Env, Written } from './app-env.ts';
import { whyNotAnswered } from './cross-site.ts';
import { secure } from './headers.ts';
import { laneOf, type RateLimits } from './rate-limits.ts';
import { requestIdOf } from './request-id.ts';
import { isActivity, type LiveSession, type Sessions } from './sessions.ts';
import type { SharedAnswers } from './shared-answers.ts';
import type { Site } from './site.ts';

export const sharedListPath = '/api/v1/connections/:connection/tasks';
const contentType = { 'Content-Type': 'application/json' };

type Asked = { method: string; path: string; search: string };

/** Under which name an answer is kept, or null where it is nobody else's. What is asked about oneself is kept for oneself. */
function keyOf({ method, path, search }: Asked, person: LiveSession['person'] | undefined): string | null {
  if (method !== 'GET' || person === undefined || !holds(person.role, 'task.read')) return null;
  return `${/creator|%/i.test(search) ? person.id : ''} ${path}${search}`;
}

const wholeAnswer = (body: Buffer<ArrayBuffer>): Written => ({
  begin(headers, outgoing) {
    if (outgoing === undefined) return new Response(body, { headers });
    outgoing.setHeaders(headers).setHeader('Content-Length', body.byteLength).end(body);
    return RESPONSE_ALREADY_SENT;
  },
});

/** The task list is the same for everybody who may read it: whoever asks for what was just answered gets the same bytes. */
export const shareList =
  (shared: SharedAnswers): MiddlewareHandler<Env> =>
  async (c, next) => {
    const { search } = new URL(c.req.url);
    const key = keyOf({ method: c.req.method, path: c.req.path, search }, c.get('session')?.person);
    if (key === null) return next();
    const answer = await shared.answer(key, async () => {
      await next();
      return c.res;
    });
    if (answer instanceof Response) return undefined;
    c.set('written', wholeAnswer(answer));
    c.res = new Response(null, { headers: contentType });
    return undefined;
  };

/** Writes the answer and says true, or says false and has done nothing. */
export type Shortcut = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

const plainPath = /^\/api\/v1\/connections\/[\w-]+\/tasks$/;
const plainHost = /^[a-z0-9.-]+(:[1-5]?\d{4})?$/;

/** Whatever has a body, or a header twice, is left to those who know what that means. */
function isPlain({ headers, rawHeaders }: IncomingMessage): boolean {
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false;
  return Object.keys(headers).length * 2 === rawHeaders.length && plainHost.test(headers.host ?? '');
}

/**
 * Answers what `shareList` would answer from memory, without the requests, responses and headers of the web in between, which cost
 * several times as much as the answer. It asks the same rules; where one of them would say, ask or write anything, it leaves the request
 * to the application.
 */
export function createShortcut(deps: {
  site: Site;
  sessions: Sessions;
  rates: RateLimits;
  shared: SharedAnswers;
}): Shortcut {
  const { site, sessions, rates, shared } = deps;
  const always = new Headers(contentType);
  secure(always, site, '');
  always.delete('x-request-id');
  const usual = [...always].flat();

  return (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const at = url.includes('?') ? url.indexOf('?') : url.length;
    const [path, search] = [url.slice(0, at), url.slice(at)];
    if (!plainPath.test(path) || !isPlain(incoming)) return false;
    const header = (name: string) => {
      const value = headers[name];
      return typeof value === 'string' ? value : null;
    };
    const asking = { method, path, host: header('host'), contentType: null, hasBody: false };
    const from = { fetchSite: header('sec-fetch-site'), origin: header('origin') };
    if (whyNotAnswered({ ...asking, ...from }, site) !== null) return false;
    const activity = isActivity(method, header('x-activity'));
    const person = sessions.known(header('cookie'), { activity })?.person;
    const key = keyOf({ method, path, search }, person);
    const body = key === null ? null : shared.kept(key);
    if (person === undefined || body === null || rates.take(person.id, laneOf(method, path)) > 0) return false;
    const own = ['x-request-id', requestIdOf(header('x-request-id')), 'Content-Length', String(body.byteLength)];
    outgoing.writeHead(200, [...usual, ...own]).end(body);
    return true;
  };
}
