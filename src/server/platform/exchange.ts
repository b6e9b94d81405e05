import type { Dispatcher } from 'undici';

/** Calls back after `ms` unless cancelled. Deadlines run on it, so that a test decides when one has passed. */
export type Timer = (ms: number, act: () => void) => () => void;

export const systemTimer: Timer = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

/** One HTTP request, complete. `path` is encoded and carries the query. */
export type Exchange = {
  method: Method;
  origin: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
};
export type Method = 'GET' | 'POST' | 'DELETE';

/** How long each phase may take, and how large an answer may be. */
export type Deadlines = { connectMs: number; firstByteMs: number; wholeMs: number; maxBytes: number };

export const readDeadlines: Deadlines = { connectMs: 8_000, firstByteMs: 10_000, wholeMs: 60_000, maxBytes: 16 << 20 };
export const writeDeadlines: Deadlines = { ...readDeadlines, firstByteMs: 30_000 };
/** Bytes that take their time to arrive before anything can come back. */
export const uploadDeadlines: Deadlines = { ...readDeadlines, firstByteMs: 120_000, wholeMs: 120_000 };

export type Answer = { kind: 'answer'; status: number; headers: Readonly<Record<string, string>>; text: string };

/**
 * What became of an exchange. `not_sent`: not one byte of the request was written, so it cannot have had an effect.
 * `lost`: it may have arrived, but there is no whole answer. `cause` is a short technical code for logs and people.
 */
export type Exchanged =
  | Answer
  | { kind: 'not_sent' | 'lost'; reason: 'unreachable' | 'timed_out' | 'garbled' | 'aborted'; cause: string };

export type ExchangeOptions = {
  deadlines: Deadlines;
  timer: Timer;
  signal?: AbortSignal | undefined;
  /** A write is not called back once its first byte is out: nobody would know what became of it. */
  abortWhileSent: boolean;
};

/**
 * Sends one request through undici and collects the answer. Never rejects for anything the network or the other side does.
 * It uses the dispatcher's own handler, because that tells the one thing the convenience calls hide: whether the request
 * was started at all.
 */
export function exchange(dispatcher: Dispatcher, request: Exchange, options: ExchangeOptions): Promise<Exchanged> {
  return new Promise((resolve) => {
    const { deadlines, timer, signal, abortWhileSent } = options;
    let phase: 'queued' | 'sent' | 'answering' | 'over' = 'queued';
    let started = false;
    let controller: Dispatcher.DispatchController | null = null;
    let head = { status: 0, headers: {} as Record<string, string> };
    const chunks: Buffer[] = [];
    let bytes = 0;
    const cancels: (() => void)[] = [];

    const end = (outcome: Exchanged) => {
      if (phase === 'over') return;
      phase = 'over';
      for (const cancel of cancels) cancel();
      resolve(outcome);
    };
    const fail = (reason: 'unreachable' | 'timed_out' | 'garbled' | 'aborted', cause: string) => {
      end({ kind: started ? 'lost' : 'not_sent', reason, cause });
      controller?.abort(new Error('given up'));
    };
    const onAbort = () => {
      if (abortWhileSent || !started) fail('aborted', 'aborted');
    };

    cancels.push(timer(deadlines.connectMs, () => phase === 'queued' && fail('timed_out', 'connect')));
    cancels.push(timer(deadlines.wholeMs, () => fail('timed_out', 'whole')));
    if (signal?.aborted) return fail('aborted', 'aborted');
    signal?.addEventListener('abort', onAbort, { once: true });
    cancels.push(() => signal?.removeEventListener('abort', onAbort));

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(control) {
        controller = control;
        // Given up meanwhile, or a dropped connection made undici start again: nothing may be written.
        if (phase !== 'queued') return control.abort(new Error('given up'));
        started = true;
        phase = 'sent';
        cancels.push(timer(deadlines.firstByteMs, () => phase === 'sent' && fail('timed_out', 'first byte')));
      },
      onResponseStart(_, status, headers) {
        if (phase !== 'sent' || status < 200) return;
        phase = 'answering';
        head = { status, headers: flat(headers) };
        if (head.headers['content-encoding'] !== undefined) fail('garbled', 'content-encoding');
      },
      onResponseData(_, chunk) {
        bytes += chunk.length;
        if (bytes > deadlines.maxBytes) return fail('garbled', 'too large');
        chunks.push(chunk);
      },
      onResponseEnd() {
        const text = decode(chunks);
        if (text === null) return fail('garbled', 'not UTF-8');
        end({ kind: 'answer', ...head, text });
      },
      onResponseError(_, error) {
        fail(reasonOf(error), causeOf(error));
      },
    };
    try {
      dispatcher.dispatch({ ...request, body: request.body ?? null, headersTimeout: 0, bodyTimeout: 0 }, handler);
    } catch (error) {
      fail('unreachable', error instanceof Error ? causeOf(error) : 'error'); // a header that HTTP does not allow, say
    }
  });
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flattened: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flattened[name.toLowerCase()] = typeof value === 'string' ? value : (value[0] ?? '');
  }
  return flattened;
}

/** Making one costs more than decoding a page with it; it keeps nothing from one call to the next. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(chunks: readonly Buffer[]): string | null {
  const [only] = chunks;
  try {
    return utf8.decode(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks));
  } catch {
    return null;
  }
}

const causeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name);

const reasonOf = (error: Error): 'unreachable' | 'timed_out' | 'garbled' => {
  const cause = causeOf(error);
  if (cause === 'UND_ERR_CONNECT_TIMEOUT' || cause === 'ETIMEDOUT') return 'timed_out';
  return cause.startsWith('HPE_') || cause === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? 'garbled' : 'unreachable';
};
