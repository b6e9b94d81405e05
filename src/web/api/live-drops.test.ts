import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { origin, startTestConsole, type TestConsole } from '#server/http/test-support.ts';
import type { LiveEvent } from '#shared/api/events.ts';
import { noCounts } from '#shared/domain/counting.ts';
import { Session } from '#shared/domain/session.ts';
import { createLive, liveLimits, type Stream } from './live.ts';
import type { Tab } from './tab.ts';

// The server's clock stands still by itself, and its store needs the real timers of Node.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const cuts = 100;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An EventSource as the HTML standard describes it, whose connection breaks after as many bytes as it is told. */
class CutStream implements Stream {
  onopen: Stream['onopen'] = null;
  onmessage: Stream['onmessage'] = null;
  onerror: Stream['onerror'] = null;
  readyState = 0;
  readonly #connect: (lastEventId: string) => Promise<Response>;
  #lastEventId = '';
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #bytesLeft = Infinity;

  constructor(connect: (lastEventId: string) => Promise<Response>) {
    this.#connect = connect;
  }

  /** Connects, and reads until the connection is cut `bytes` further on. */
  async run(bytes: number): Promise<void> {
    this.#bytesLeft = bytes;
    const response = await this.#connect(this.#lastEventId);
    if (!response.ok) throw new Error(`the stream was refused with ${response.status}`);
    this.#reader = response.body!.getReader();
    this.readyState = 1;
    this.onopen?.call(this as unknown as EventSource, new Event('open'));
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      const arrived = value.subarray(0, this.#bytesLeft);
      this.#bytesLeft -= arrived.byteLength;
      text += decoder.decode(arrived, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.#dispatch(text.slice(0, end));
        text = text.slice(end + 2);
      }
      if (this.#bytesLeft === 0) return this.#break();
    }
  }

  #dispatch(frame: string) {
    const fields = frame
      .split('\n')
      .map((line): [string, string] => [line.split(':')[0]!, line.replace(/^\w*: ?/, '')]);
    const data = fields.filter(([name]) => name === 'data').map(([, value]) => value);
    for (const [name, value] of fields) if (name === 'id') this.#lastEventId = value;
    const message = { data: data.join('\n'), lastEventId: this.#lastEventId };
    if (data.length > 0) this.onmessage?.call(this as unknown as EventSource, new MessageEvent('message', message));
  }

  async #break() {
    await this.#reader?.cancel();
    this.readyState = 0;
    this.onerror?.call(this as unknown as EventSource, new Event('error'));
  }

  close = () => {
    this.readyState = 2;
    void this.#reader?.cancel();
  };
}

const sample = (at: number): LiveEvent => ({
  type: 'sample',
  connection: 'demo',
  taskId: 't'.repeat(1 + (at % 60)),
  sample: { at, counts: noCounts },
});

/** A tab whose page has read who is signed in. What it reads after that may be older than its stream. */
async function watched(console: TestConsole) {
  const cookie = await console.as('manager');
  const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
  const connect = (after: string) => (lastEventId: string) =>
    console.fetch(
      new Request(`${origin}/api/v1/events?after=${after}`, {
        headers: { ...headers, ...(lastEventId && { 'Last-Event-ID': lastEventId }) },
      }),
    );
  const streams: CutStream[] = [];
  const applied: number[] = [];
  const calls = { resets: 0, refreshed: 0 };
  let isVisible = true;
  let onVisibility = () => {};
  const tab: Tab = {
    visible: () => isVisible,
    online: () => true,
    watch: (listener) => {
      onVisibility = () => listener('visibility');
      return () => undefined;
    },
  };
  const live = createLive({
    cache: {
      apply(event) {
        if (event.type === 'sample') applied.push(event.sample.at);
        if (event.type === 'reset') calls.resets += 1;
      },
      showsTask: () => true,
      refresh: async () => void (calls.refreshed += 1),
    },
    openStream: (after) => {
      streams.push(new CutStream(connect(after)));
      return streams.at(-1)!;
    },
    tab,
    signedIn: () => Promise.resolve(true),
    onSessionEnded: () => expect.unreachable('nobody signed out'),
  });
  const { body } = await console.ask('GET', '/api/v1/session', { cookie });
  const show = (visible: boolean) => {
    isVisible = visible;
    onVisibility();
  };
  return { live, streams, applied, calls, show, read: Session.parse(body).lastEventId ?? '' };
}

test.each([1, 2, 3])(`of ${cuts} random cuts none loses an event or brings it twice (seed %i)`, async (seed) => {
  await using console = await startTestConsole();
  const { live, streams, applied, calls, read } = await watched(console);
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  let published = 0;
  const publish = (count: number) => {
    for (let n = 0; n < count; n += 1) console.services.events.publish(sample((published += 1)));
  };

  // After the page was read and before its stream is open.
  publish(3);
  const stop = live.start(read);
  const stream = streams[0]!;
  const first = stream.run(1 + upTo(40));
  await turn();
  for (let cut = 0, running = first; cut < cuts; cut += 1) {
    while (stream.readyState === 1) {
      publish(1 + upTo(3));
      await turn();
      vi.advanceTimersByTime(upTo(liveLimits.coalesceMs));
    }
    await running;
    expect(live.snapshot().state).toBe('reconnecting');
    publish(upTo(20));
    vi.advanceTimersByTime(upTo(5_000));
    // Anywhere: within the greeting or a frame, or after many frames.
    running = stream.run(1 + upTo(random() < 0.3 ? 40 : 12_000));
    await turn();
  }
  const last = stream.run(Infinity);
  await turn();
  publish(1);
  await turn();
  vi.advanceTimersByTime(liveLimits.coalesceMs);
  expect(published).toBeGreaterThan(1_000);
  expect(applied).toEqual(Array.from({ length: published }, (_, n) => n + 1));
  expect(calls).toEqual({ resets: 0, refreshed: 0 });
  stop();
  await last;
});

test('one that was away for more than is kept reads everything once, and then goes on without a gap', async () => {
  await using console = await startTestConsole();
  const { live, streams, applied, calls, read } = await watched(console);
  const stop = live.start(read);
  const stream = streams[0]!;
  const first = stream.run(200);
  await turn();
  for (let at = 1; stream.readyState === 1; at += 1) {
    console.services.events.publish(sample(at));
    await turn();
  }
  await first;
  vi.advanceTimersByTime(liveLimits.coalesceMs);
  const before = applied.length;
  for (let at = 1_000; at < 4_000; at += 1) console.services.events.publish(sample(at));
  const second = stream.run(Infinity);
  await turn();
  console.services.events.publish(sample(4_000));
  await turn();
  vi.advanceTimersByTime(liveLimits.coalesceMs);
  expect(calls.resets).toBe(1);
  expect(applied.slice(before)).toEqual([4_000]);
  stop();
  await second;
});

test('a tab that nobody looks at asks nothing, and shows what happened meanwhile when it is looked at', async () => {
  await using console = await startTestConsole();
  const { live, streams, applied, calls, show, read } = await watched(console);
  const stop = live.start(read);
  const first = streams[0]!.run(Infinity);
  await turn();
  show(false);
  console.services.events.publish(sample(1));
  await turn();
  vi.advanceTimersByTime(liveLimits.hiddenMs);
  await first;
  expect(applied).toEqual([]);
  console.services.events.publish(sample(2));
  vi.advanceTimersByTime(10 * liveLimits.hiddenMs);
  expect([streams.length, console.streams.size()]).toEqual([1, 0]);
  show(true);
  expect(applied).toEqual([1]);
  const second = streams[1]!.run(Infinity);
  await turn();
  vi.advanceTimersByTime(liveLimits.coalesceMs);
  expect(applied).toEqual([1, 2]);
  expect(calls).toEqual({ resets: 0, refreshed: 0 });
  stop();
  await second;
});
