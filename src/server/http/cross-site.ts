import { workbookType } from '#shared/api/workbooks.ts';
import { errorResponse } from './errors.ts';
import type { Site } from './site.ts';

/** What the guard looks at. Header values are null where the request has none. */
export type Asking = {
  method: string;
  path: string;
  host: string | null;
  fetchSite: string | null;
  origin: string | null;
  contentType: string | null;
  hasBody: boolean;
};

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const accepted: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const streamPath = '/api/v1/events';
const isFile = (path: string) => /^\/api\/v1\/connections\/[^/]+\/exports\//.test(path);
// Not a type that another site's form could send, either.
const typeOf = (method: string, path: string): string =>
  method === 'POST' && /^\/api\/v1\/connections\/[^/]+\/workbooks$/.test(path) ? workbookType : 'application/json';
// Browsers send violation reports by themselves, with headers of their own; they only add to counters.
const reportPath = '/api/csp-report';
// Load balancers ask by address.
const probePaths: ReadonlySet<string> = new Set(['/livez', '/readyz']);

const isOwnPage = ({ fetchSite, origin }: Asking, site: Site): boolean => {
  if (fetchSite !== null) return fetchSite === 'same-origin' || fetchSite === 'none';
  return origin === null || site.origins.includes(origin);
};

/**
 * Why a request is not answered, or null when it may go on. Whatever changes something, the event stream and files must come from
 * the console's own pages: browsers say so in `Sec-Fetch-Site`, older ones in `Origin`. With neither it is a script, which has
 * no cookie but the one that it was given.
 */
export function whyNotAnswered(asking: Asking, site: Site): Response | null {
  const { method, path, host, contentType, hasBody } = asking;
  if (site.hosts !== null && !probePaths.has(path) && !site.hosts.has(host ?? ''))
    return errorResponse('cross_site', 403);
  if (!accepted.has(method)) return errorResponse('bad_request', 405, undefined, { Allow: [...accepted].join(', ') });
  if (path === reportPath) return null;
  const guarded = !reading.has(method) || path === streamPath || isFile(path);
  if (guarded && !isOwnPage(asking, site)) return errorResponse('cross_site', 403);
  const type = (contentType ?? '').replace(/;.*$/s, '').trim().toLowerCase();
  if (!reading.has(method) && hasBody && type !== typeOf(method, path)) return errorResponse('bad_request', 415);
  return null;
}
