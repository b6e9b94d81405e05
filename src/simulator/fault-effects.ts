/** What the faults of the world do to an answer. */
import type { FaultSpec } from './world/faults.ts';

/** The connection was dropped: what a caller of `fetch` sees when a server goes away. */
export class ConnectionDropped extends TypeError {
  /** `ENOTFOUND`: the name of the platform led nowhere, so nothing was sent. */
  constructor(code: 'ECONNRESET' | 'ENOTFOUND' = 'ECONNRESET') {
    const reason = code === 'ENOTFOUND' ? 'getaddrinfo ENOTFOUND' : 'read ECONNRESET';
    super('fetch failed', { cause: Object.assign(new Error(reason), { code }) });
  }
}

const htmlPage = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Network sign-in</h1></body></html>';

/** How one of the platforms says that it is throttling, or failing inside. */
export type ErrorWords = {
  throttled: readonly [status: number, code: string, message: string];
  /** The same said with a status that usually means something else. */
  forbidden: readonly [status: number, code: string, message: string];
  failing: readonly [status: number, code: string, message: string];
  body(code: string, message: string, requestId: string): object;
};

/** The answer that stands in for the platform's own, or null when the platform is to answer. */
export function replacement(faults: readonly FaultSpec[], requestId: string, words: ErrorWords): Response | null {
  const headers = { 'X-Request-Id': requestId };
  for (const fault of faults) {
    if (fault.kind === 'html') {
      return new Response(htmlPage, { status: 200, headers: { ...headers, 'Content-Type': 'text/html' } });
    }
    const said = { throttle: words.throttled, 'throttle-403': words.forbidden, status: words.failing };
    if (fault.kind === 'throttle' || fault.kind === 'throttle-403' || fault.kind === 'status') {
      const [status, code, message] = said[fault.kind];
      const body = words.body(fault.code ?? code, fault.message ?? message, requestId);
      const wait = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      return Response.json(body, { status: fault.status ?? status, headers: { ...headers, ...wait } });
    }
  }
  return null;
}

/** Half of the text when the answer is to arrive truncated. */
export function cut(faults: readonly FaultSpec[], text: string): string {
  return faults.some((fault) => fault.kind === 'truncated') ? text.slice(0, Math.floor(text.length / 2)) : text;
}
