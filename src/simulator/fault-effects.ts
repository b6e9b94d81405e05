/** What the faults of the world do to an answer. */
import { isObject } from './iotda/checks.ts';
import type { FaultSpec } from './world/faults.ts';

/** The connection was dropped: what a caller of `fetch` sees when a server goes away. */
export class ConnectionDropped extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
  }
}

const htmlPage = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Network sign-in</h1></body></html>';

/** How one of the platforms says that it is throttling, or failing inside. */
export type ErrorWords = {
  throttled: readonly [status: number, code: string, message: string];
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
    if (fault.kind === 'throttle' || fault.kind === 'status') {
      const [status, code, message] = fault.kind === 'throttle' ? words.throttled : words.failing;
      const body = words.body(fault.code ?? code, fault.message ?? message, requestId);
      const wait = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      return Response.json(body, { status: fault.status ?? status, headers: { ...headers, ...wait } });
    }
  }
  return null;
}

/** Bends a true answer. */
export function bend(faults: readonly FaultSpec[], body: unknown): unknown {
  return faults.some((fault) => fault.kind === 'unknown-status') ? withUnknownStatus(body) : body;
}

/** Half of the text when the answer is to arrive truncated. */
export function cut(faults: readonly FaultSpec[], text: string): string {
  return faults.some((fault) => fault.kind === 'truncated') ? text.slice(0, Math.floor(text.length / 2)) : text;
}

function withUnknownStatus(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownStatus);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] =>
    key === 'status' && typeof inner === 'string' ? [key, 'Rehearsing'] : [key, withUnknownStatus(inner)],
  );
  return Object.fromEntries(entries);
}
