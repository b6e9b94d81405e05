/** msw as the wire in the tests of this folder: what the adapter really sends through undici is answered by a function. */
import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { http } from 'msw';
import { defineNetwork, InterceptorSource } from 'msw/experimental';

/** Answers a request; rejecting, or answering `Response.error()`, cuts the connection. */
export type Answering = (request: Request) => Response | Promise<Response>;

/**
 * Answers every request that leaves this process until `stop` is called. `setupServer` would hear of fetch and node:http only;
 * the interceptor used here is at the socket, where undici passes too.
 */
export function answerWire(answer: Answering): { stop: () => void } {
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    handlers: [http.all(/.*/, ({ request }) => answer(request))],
    onUnhandledFrame: 'error',
    context: { quiet: true },
  });
  network.enable();
  return { stop: () => network.disable() };
}
