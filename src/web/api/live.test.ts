import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveEvent } from '#shared/api/events.ts';
import { noCounts } from '#shared/domain/counting.ts';
import { taskOf } from '#shared/domain/test-task.ts';
import { createLive, liveLimits, pollMs, type Stream } from './live.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const task = (rev: number, id = 't1') => taskOf({ id, rev });

class FakeStream implements Stream {
  onopen: Stream['onopen'] = null;
  onmessage: Stream['onmessage'] = null;
  onerror: Stream['onerror'] = null;
  readyState = 0;
  close = () => {
    this.readyState = 2;
  };
  open() {
    this.readyState = 1;
    Reflect.apply(this.onopen!, this, [new Event('open')]);
  }
  say(event: LiveEvent | string, lastEventId = '') {
    const data = typeof event === 'string' ? event : JSON.stringify(event);
    Reflect.apply(this.onmessage!, this, [new MessageEvent('message', { data, lastEventId })]);
  }
  fail(readyState: 0 | 2) {
    this.readyState = readyState;
    Reflect.apply(this.onerror!, this, [new Event('error')]);
  }
}

function setUp({ signedIn = true } = {}) {
  const streams: FakeStream[] = [];
  const afters: string[] = [];
  const applied: LiveEvent[] = [];
  const situation = { visible: true, online: true };
  const calls = { refreshed: 0, ended: 0 };
  let tell: (change: 'visibility' | 'network') => void = () => undefined;
  const live = createLive({
    cache: {
      apply: (event) => void applied.push(event),
      showsTask: ({ id }) => id === 'shown',
      refresh: () => {
        calls.refreshed += 1;
        return Promise.resolve();
      },
    },
    openStream: (after) => {
      const stream = new FakeStream();
      afters.push(after);
      streams.push(stream);
      return stream;
    },
    tab: {
      visible: () => situation.visible,
      online: () => situation.online,
      watch: (listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    signedIn: () => Promise.resolve(signedIn),
    onSessionEnded: () => {
      calls.ended += 1;
    },
  });
  const stop = live.start('7');
  const change = (now: Partial<typeof situation>) => {
    Object.assign(situation, now);
    tell('visible' in now ? 'visibility' : 'network');
  };
  return { live, streams, afters, applied, calls, change, stop, last: () => streams.at(-1)! };
}

test('news is gathered for a moment, and of the news about one task only the last is written', () => {
  const { applied, last } = setUp();
  last().open();
  last().say({ type: 'task', task: task(1), isNew: false });
  last().say({ type: 'task', task: task(2), isNew: false });
  last().say({ type: 'sample', connection: 'demo', taskId: 't1', sample: { at: 1, counts: noCounts } });
  last().say({ type: 'sample', connection: 'demo', taskId: 't1', sample: { at: 2, counts: noCounts } });
  expect(applied).toEqual([]);
  vi.advanceTimersByTime(liveLimits.coalesceMs);
  expect(applied.map((event) => (event.type === 'task' ? event.task.rev : event.type))).toEqual([
    2,
    'sample',
    'sample',
  ]);
});

test('what a newer server says and this page does not know is passed over', () => {
  const { applied, last, live } = setUp();
  last().open();
  last().say('{"type":"from_tomorrow"}');
  last().say('no json');
  vi.advanceTimersByTime(1000);
  expect(applied).toEqual([]);
  expect(live.snapshot().state).toBe('live');
});

test('new tasks are counted once each and not when a list shows them already', () => {
  const { live, last } = setUp();
  last().say({ type: 'task', task: task(1, 'a'), isNew: true });
  last().say({ type: 'task', task: task(2, 'a'), isNew: true });
  last().say({ type: 'task', task: task(1, 'shown'), isNew: true });
  last().say({ type: 'task', task: task(1, 'old'), isNew: false });
  expect(live.snapshot().newTasks).toMatchObject({ demo: [{ id: 'a' }] });
  live.seen('demo');
  expect(live.snapshot().newTasks).toEqual({});
});

test('while paused or held nothing moves, and afterwards everything is there', () => {
  const { live, applied, last } = setUp();
  last().open();
  live.pause();
  expect(live.snapshot().state).toBe('paused');
  last().say({ type: 'task', task: task(1), isNew: false });
  vi.advanceTimersByTime(60_000);
  expect(applied).toEqual([]);
  const letGo = live.hold();
  live.resume();
  expect(applied).toEqual([]);
  letGo();
  expect(applied).toHaveLength(1);
  expect(live.snapshot().state).toBe('live');
});

test('a broken stream is waited for, then the page asks by itself until it is back', () => {
  const { live, calls, last } = setUp();
  last().open();
  last().say({ type: 'task', task: task(1), isNew: false });
  last().fail(0);
  expect(live.snapshot().state).toBe('reconnecting');
  vi.advanceTimersByTime(liveLimits.patienceMs - 1);
  expect(calls.refreshed).toBe(0);
  vi.advanceTimersByTime(1 + pollMs(0));
  expect(calls.refreshed).toBe(2);
  last().open();
  vi.advanceTimersByTime(60_000);
  expect(calls.refreshed).toBe(2);
  expect(live.snapshot().state).toBe('live');
});

test('the longer the stream is away, the seldomer the page asks', () => {
  expect([0, 119_999, 120_000, 1_799_999, 1_800_000].map(pollMs)).toEqual([5_000, 5_000, 15_000, 15_000, 60_000]);
});

test('a refused stream is opened again later, behind the last event that was heard', async () => {
  const { afters, calls, last } = setUp();
  last().open();
  last().say({ type: 'task', task: task(1), isNew: false }, '8');
  last().fail(2);
  await vi.advanceTimersByTimeAsync(liveLimits.firstReopenMs);
  expect(afters).toEqual(['7', '8']);
  last().open();
  expect(calls).toEqual({ refreshed: 0, ended: 0 });
});

test('of more news than a paused page can keep only is kept that everything is to be read again', () => {
  const { live, applied, last } = setUp();
  last().open();
  live.pause();
  for (let at = 0; at <= liveLimits.pendingEvents; at += 1)
    last().say({ type: 'sample', connection: 'demo', taskId: 't1', sample: { at, counts: noCounts } });
  live.resume();
  expect(applied.map(({ type }) => type)).toEqual(['reset', 'sample']);
});

test('a page that was left while it asked why its stream was refused opens no other', async () => {
  const { streams, stop, last } = setUp();
  last().fail(2);
  stop();
  await vi.advanceTimersByTimeAsync(liveLimits.lastReopenMs);
  expect(streams).toHaveLength(1);
});

test('a stream refused because the session has ended leads to the sign-in page', async () => {
  const { streams, calls, last } = setUp({ signedIn: false });
  last().fail(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls.ended).toBe(1);
  expect(streams).toHaveLength(1);
});

test('the server may say that the session has ended', () => {
  const { calls, last } = setUp();
  last().say({ type: 'session_ended' });
  expect(calls.ended).toBe(1);
});

test('a hidden tab gives its stream back after a while and takes it up again when it is looked at', () => {
  const { live, streams, calls, change, last } = setUp();
  last().open();
  change({ visible: false });
  vi.advanceTimersByTime(liveLimits.hiddenMs - 1);
  expect(last().readyState).toBe(1);
  vi.advanceTimersByTime(1);
  expect(last().readyState).toBe(2);
  change({ visible: true });
  expect(streams).toHaveLength(2);
  expect(live.snapshot().state).toBe('connecting');
  last().open();
  expect(live.snapshot().state).toBe('live');
  expect(calls.refreshed).toBe(0);
});

test('a stream that breaks while nobody looks is left alone until somebody does', () => {
  const { streams, change, calls, last } = setUp();
  last().open();
  change({ visible: false });
  last().fail(0);
  expect(last().readyState).toBe(2);
  change({ online: false });
  change({ online: true });
  vi.advanceTimersByTime(10 * liveLimits.hiddenMs);
  expect([streams.length, calls.refreshed]).toEqual([1, 0]);
  change({ visible: true });
  expect(streams).toHaveLength(2);
});

test('without a network the page says so, and comes back with it', () => {
  const { live, streams, change, last } = setUp();
  last().open();
  change({ online: false });
  expect(live.snapshot().state).toBe('offline');
  change({ online: true });
  last().open();
  expect(live.snapshot().state).toBe('live');
  expect(streams).toHaveLength(2);
});

test('a stopped stream is closed and nothing is left running', () => {
  const { stop, last, live } = setUp();
  last().open();
  last().say({ type: 'task', task: task(1), isNew: true });
  stop();
  expect(last().readyState).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
  expect(live.snapshot()).toEqual({ state: 'connecting', heardAt: null, newTasks: {} });
});
