import { Dispatcher } from 'undici';

/** A server in this process, reached without a network. */
export type Fetch = (request: Request) => Promise<Response>;

/**
 * A dispatcher whose other end is a fetch handler, so that the platform's adapter runs the same against the embedded simulator
 * as against a platform. A handler that rejects is a connection that broke after the request was sent.
 */
export class InProcessDispatcher extends Dispatcher {
  readonly #answer: Fetch;

  constructor(answer: Fetch) {
    super();
    this.#answer = answer;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const aborting = new AbortController();
    const controller: Dispatcher.DispatchController = {
      get aborted() {
        return aborting.signal.aborted;
      },
      get reason() {
        const { reason }: { reason: unknown } = aborting.signal;
        return reason instanceof Error ? reason : null;
      },
      paused: false,
      abort: (reason) => aborting.abort(reason),
      pause: () => {},
      resume: () => {},
    };
    // Later, as a socket would: callers do not expect to be called back before `dispatch` returns.
    queueMicrotask(() => void this.#exchange(options, handler, controller));
    return true;
  }

  async #exchange(
    { origin, path, method, headers, body }: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    controller: Dispatcher.DispatchController,
  ): Promise<void> {
    try {
      handler.onRequestStart?.(controller, {});
      if (controller.aborted) throw controller.reason ?? new Error('aborted');
      const url = new URL(path, String(origin));
      // What a connection would add by itself, and signatures cover.
      const sent = new Headers({ host: url.host, ...(headers as Record<string, string>) });
      const content = typeof body === 'string' || body instanceof Uint8Array ? { body: Buffer.from(body) } : {};
      const response = await this.#answer(new Request(url, { method, headers: sent, ...content }));
      const bytes = Buffer.from(await response.arrayBuffer());
      if (controller.aborted) throw controller.reason ?? new Error('aborted');
      handler.onResponseStart?.(controller, response.status, Object.fromEntries(response.headers), response.statusText);
      handler.onResponseData?.(controller, bytes);
      handler.onResponseEnd?.(controller, {});
    } catch (error) {
      handler.onResponseError?.(controller, error instanceof Error ? error : new Error(String(error)));
    }
  }
}
