import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { RequestContext } from './request-context.ts';
import type { LiveSession } from './sessions.ts';

/** An answer that goes straight to its connection, once its headers are known. */
export type Written = { begin(headers: Headers, outgoing: ServerResponse | undefined): Response };

/** What is known of a request on its way through the application. */
export type Env = {
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string; session: LiveSession | null; written: Written | null };
};

/** What procedures are told of a request. Cookies for its answer go to `setCookie`; without it they are dropped. */
export type ContextOf = (c: Context<Env>, setCookie?: (value: string) => void) => RequestContext;

/** A path of the contract as the application's router spells it. */
export const routeOf = (path: string): string => `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
