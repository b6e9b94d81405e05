import type { RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { App } from './app.ts';

/** The console for a plain HTTP/1.1 server. */
export function listenerOf({ fetch, shortcut }: App): RequestListener {
  // The bindings of HTTP/2 are for servers of another kind than this one.
  const answer = getRequestListener((request, env) => fetch(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  });
  return (incoming, outgoing) => {
    if (!shortcut(incoming, outgoing)) void answer(incoming, outgoing);
  };
}
