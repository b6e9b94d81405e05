import { afterAll, afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { Authenticator } from './auth.ts';
import { openDispatcher } from './dispatcher.ts';
import { readDeadlines, systemTimer, writeDeadlines } from './exchange.ts';
import { type Call, PlatformError } from './port.ts';
import { createSkew } from './skew.ts';
import { createTestClock, createTestTimer } from './test-support.ts';
import { answerWire, type Answering } from './test-wire.ts';
import { createTransport } from './transport.ts';

const dispatcher = openDispatcher();
const open: { stop: () => void }[] = [];
afterEach(() => {
  for (const wire of open.splice(0)) wire.stop();
});
afterAll(() => dispatcher.destroy());

const anybody: Authenticator = {
  signed: false,
  authorize: () => Promise.resolve({ kind: 'go', headers: {}, fencedAt: 77, settle: () => false }),
};
const schema = z.object({ ok: z.boolean() });
const request = { segments: ['things', 'a b'], query: { limit: 1, name: 'x y' } };
const order = { segments: ['things'], body: '{"make":1}' };
const reader: Call = { lane: 'reader' };
const mutation: Call = { lane: 'mutation' };
const fine = () => Response.json({ ok: true }, { headers: { 'X-Request-Id': 'r-9' } });
const busy = (headers: Record<string, string> = {}) => Response.json({}, { status: 429, headers });

/** A transport whose calls are answered by `answers` in turn, the last one again and again. */
function start(...answers: Answering[]) {
  const clock = createTestClock();
  const deadlines = createTestTimer();
  const seen: string[] = [];
  open.push(
    answerWire(async (arrived) => {
      seen.push(`${arrived.method} ${new URL(arrived.url).pathname}${new URL(arrived.url).search}`);
      const answer = answers[Math.min(seen.length, answers.length) - 1] ?? fine;
      return answer(arrived);
    }),
  );
  const transport = createTransport(
    { origin: 'https://iotda.test', base: ['v5'], headers: {}, budget: { callsPerSecond: 1_000, inFlight: 4 } },
    {
      dispatcher,
      clock,
      timer: (ms, act) => (ms === readDeadlines.connectMs ? systemTimer(ms, act) : deadlines.timer(ms, act)),
      random: () => 0.5,
      auth: anybody,
      skew: createSkew(clock),
    },
  );
  return { clock, deadlines, seen, transport, state: () => transport.health.now().state };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => {
      if (!(error instanceof PlatformError)) throw error;
      return error;
    },
  );

test('segments and query are encoded', async () => {
  const { transport, seen } = start(fine);
  expect(await transport.read(request, schema, reader)).toEqual({ ok: true });
  expect(seen).toEqual(['GET /v5/things/a%20b?limit=1&name=x%20y']);
});

test.each<[string, Answering]>([
  ['a failing platform', () => Response.json({}, { status: 500 })],
  ['a gateway page', () => new Response('<html>', { status: 502 })],
  ['a page with status 200', () => new Response('<html>hello</html>')],
  ['half an answer', () => new Response('{"ok":')],
  ['a cut connection', () => Response.error()],
])('a read outlives %s twice, not three times', async (_, broken) => {
  const survived = start(broken, broken, fine);
  expect(await survived.transport.read(request, schema, reader)).toEqual({ ok: true });
  expect(survived.clock.slept).toEqual([600, 1_100]);
  expect(survived.state()).toBe('ok');

  open.pop()?.stop();
  const failed = start(broken);
  await failure(failed.transport.read(request, schema, reader));
  expect(failed.seen).toHaveLength(3);
  expect(failed.state()).not.toBe('ok');
});

test('a refusal is not repeated and is no fault of the connection', async () => {
  const body = { error_code: 'IOTDA.000006', error_msg: 'Invalid input data.' };
  const { transport, seen, state } = start(() =>
    Response.json(body, { status: 400, headers: { 'X-Request-Id': 'r-3' } }),
  );
  expect(await failure(transport.read(request, schema, reader))).toMatchObject({
    code: 'refused',
    upstreamCode: 'IOTDA.000006',
    upstreamMessage: 'Invalid input data.',
    requestId: 'r-3',
  });
  expect(seen).toHaveLength(1);
  expect(state()).toBe('ok');
});

test('a throttled read waits as long as it was told, or two to five seconds', async () => {
  const told = start(() => busy({ 'Retry-After': '7' }), fine);
  await told.transport.read(request, schema, reader);
  expect(told.clock.slept).toEqual([7_000]);
  open.pop()?.stop();
  const untold = start(() => busy(), fine);
  await untold.transport.read(request, schema, reader);
  expect(untold.clock.slept).toEqual([3_500]);
});

test('a wait that is too long for a reader is told, and nobody else calls meanwhile', async () => {
  const { transport, seen, clock } = start(() => busy({ 'Retry-After': '90' }), fine);
  expect(await failure(transport.read(request, schema, reader))).toMatchObject({
    code: 'throttled',
    retryAfterMs: 90_000,
  });
  expect(transport.health.now()).toMatchObject({ state: 'throttled', resumesAt: clock.now() + 90_000 });
  clock.advance(60_000);
  expect(await failure(transport.read(request, schema, reader))).toMatchObject({
    code: 'throttled',
    retryAfterMs: 30_000,
  });
  expect(await transport.write(order, schema, mutation)).toMatchObject({
    kind: 'not_sent',
    reason: 'throttled',
    retryAfterMs: 30_000,
  });
  expect(seen).toHaveLength(1);
  clock.advance(30_000);
  expect(await transport.read(request, schema, reader)).toEqual({ ok: true });
  expect(transport.health.now().state).toBe('ok');
});

test('a dead platform sees hardly more calls than there are reads', async () => {
  const { transport, seen } = start(() => Response.json({}, { status: 503 }));
  for (let read = 0; read < 200; read += 1) await failure(transport.read(request, schema, reader));
  expect(seen.length).toBeLessThanOrEqual(200 + 10 + 20);
});

test('a write says what became of it', async () => {
  const { transport } = start(fine);
  expect(await transport.write(order, schema, mutation)).toEqual({
    kind: 'done',
    value: { ok: true },
    requestId: 'r-9',
  });
});

test.each<[string, Answering, object]>([
  ['500', () => Response.json({}, { status: 500 }), { kind: 'unknown', reason: 'failing', fencedAt: 77 }],
  ['504', () => new Response('', { status: 504 }), { kind: 'unknown', reason: 'failing', fencedAt: 77 }],
  ['a cut connection', () => Response.error(), { kind: 'unknown', reason: 'unreachable', fencedAt: 77 }],
  [
    'half an answer',
    () => new Response('{"ok":', { status: 201 }),
    { kind: 'unknown', reason: 'garbled', fencedAt: 77 },
  ],
  ['a page with status 200', () => new Response('<html>'), { kind: 'unknown', reason: 'garbled', fencedAt: 77 }],
  ['an answer without what matters', () => Response.json({}), { kind: 'unknown', reason: 'garbled', fencedAt: 77 }],
  ['429', () => busy({ 'Retry-After': '5' }), { kind: 'not_sent', reason: 'throttled', retryAfterMs: 5_000 }],
  [
    'a redirect',
    () => new Response(null, { status: 307, headers: { Location: 'https://evil.test/' } }),
    { kind: 'refused' },
  ],
  [
    'a known code',
    () => Response.json({ error_code: 'IOTDA.001000', error_msg: 'No.' }, { status: 403 }),
    { kind: 'refused', code: 'IOTDA.001000', message: 'No.' },
  ],
])('a write is sent once when the answer is %s', async (_, answer, expected) => {
  const { transport, seen } = start(answer);
  expect(await transport.write(order, schema, mutation)).toMatchObject(expected);
  expect(seen).toEqual(['POST /v5/things']);
});

test('[3] a write without an answer in 30 seconds is unknown, a read without one in 10 is tried again', async () => {
  const silent: Answering = () => new Promise(() => undefined);
  const { transport, deadlines, seen } = start(silent, silent, fine);
  const written = transport.write(order, schema, mutation);
  await deadlines.set(writeDeadlines.firstByteMs);
  deadlines.pass(writeDeadlines.firstByteMs);
  expect(await written).toEqual({ kind: 'unknown', reason: 'timed_out', fencedAt: 77 });

  const read = transport.read(request, schema, reader);
  await deadlines.set(readDeadlines.firstByteMs);
  deadlines.pass(readDeadlines.firstByteMs);
  expect(await read).toEqual({ ok: true });
  expect(seen).toHaveLength(3);
});

test('a caller that goes away stops its read, also between two attempts', async () => {
  const controller = new AbortController();
  const { transport, seen } = start(() => {
    controller.abort();
    return Response.json({}, { status: 500 });
  });
  await expect(transport.read(request, schema, { lane: 'reader', signal: controller.signal })).rejects.toThrow(
    'aborted',
  );
  expect(seen).toHaveLength(1);
  expect(await transport.write(order, schema, { lane: 'mutation', signal: controller.signal })).toEqual({
    kind: 'not_sent',
    reason: 'timed_out',
    retryAfterMs: 0,
  });
  expect(seen).toHaveLength(1);
});

test('a write that is on its way is waited for, whoever goes away', async () => {
  const controller = new AbortController();
  const { transport } = start(() => {
    controller.abort();
    return fine();
  });
  const written = await transport.write(order, schema, { lane: 'mutation', signal: controller.signal });
  expect(written).toMatchObject({ kind: 'done', value: { ok: true } });
});

test('a write whose caller is no longer entitled to it by the time of its turn is not sent', async () => {
  const { transport, seen } = start(fine);
  const refused = await transport.write(order, schema, { ...mutation, mayStillSend: () => false });
  expect(refused).toMatchObject({ kind: 'not_sent' });
  expect(seen).toEqual([]);
  expect(await transport.write(order, schema, { ...mutation, mayStillSend: () => true })).toMatchObject({
    kind: 'done',
  });
});

test('[21] a platform that is down is spared: reads and writes apart, and only a stop tries nevertheless', async () => {
  const down = () => Response.json({ error_code: 'IOTDA.000001' }, { status: 500 });
  const { transport, seen, clock, state } = start(down);
  for (let n = 0; n < 20; n += 1) await transport.write(order, schema, mutation);
  expect(seen).toHaveLength(20);
  expect(await transport.write(order, schema, mutation)).toEqual({
    kind: 'not_sent',
    reason: 'failing',
    retryAfterMs: 5_000,
  });
  expect(seen).toHaveLength(20);
  expect(state()).toBe('failing');
  await transport.write(order, schema, { lane: 'stop' });
  expect(seen).toHaveLength(21);
  await failure(transport.read(request, schema, reader));
  expect(seen).toHaveLength(24);
  clock.advance(5_000);
  await Promise.all([1, 2, 3].map(() => transport.write(order, schema, mutation)));
  expect(seen).toHaveLength(25);
});

test('what is deleted is done, also when it was gone; a page of a proxy is no proof of that', async () => {
  const gone = () => Response.json({ error_code: 'IOTDA.014600', error_msg: 'no such file' }, { status: 404 });
  const { transport, seen } = start(
    () => new Response(null, { status: 204 }),
    gone,
    () => new Response('', { status: 404 }),
  );
  expect(await transport.remove(request, mutation)).toMatchObject({ kind: 'done', value: null });
  expect(await transport.remove(request, mutation)).toMatchObject({ kind: 'done', value: null });
  expect(await transport.remove(request, mutation)).toMatchObject({ kind: 'refused' });
  expect(seen[0]).toMatch(/^DELETE /);
});
