import { afterEach, expect, test } from 'vitest';
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';
import { openDispatcher } from './dispatcher.ts';
import { readDeadlines, systemTimer } from './exchange.ts';
import { Secret } from './secret.ts';
import { hosts } from './test-simulator.ts';
import { createTestClock } from './test-support.ts';
import { answerWire } from './test-wire.ts';
import { createTokens } from './tokens.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Tokens of a simulated IAM; `authorize` answers the token of a call and how to say how it was taken. */
function start() {
  const clock = createTestClock();
  const scenario = findScenario('quiet-fleet');
  if (scenario === null) throw new Error('the scenario is gone');
  const world = createWorld({ scenario, seed: 7, clock });
  const simulator = createSimulator(world);
  const wire = answerWire((request) => simulator.answer(request));
  const dispatcher = openDispatcher();
  closing.push(
    () => wire.stop(),
    () => dispatcher.destroy(),
  );
  const { iamDomain: domain, iamUser: user, iamPassword, projectId } = world.credentials;
  const auth = createTokens(
    { iamEndpoint: hosts.iam, domain, user, password: new Secret(iamPassword), projectId },
    { dispatcher, clock, timer: systemTimer, random: () => 0, deadlines: readDeadlines },
  );
  const authorize = async () => {
    const authorized = await auth.authorize({ method: 'GET', host: 'iotda.test', path: '/', query: {} });
    if (authorized.kind !== 'go') throw new Error(`not authorised: ${authorized.kind}`);
    const token = authorized.headers['X-Auth-Token'];
    const settle = (recognition: 'accepted' | 'rejected', isReplay = false) =>
      authorized.settle(recognition, { date: undefined, isReplay });
    return { token, settle };
  };
  return { world, clock, authorize, auth, asked: () => simulator.log.entries.length };
}

test('two calls whose token was refused one after the other share its successor', async () => {
  const { clock, authorize, asked } = start();
  (await authorize()).settle('accepted');
  const [early, late] = [await authorize(), await authorize()];
  expect(early.token).toBe(late.token);
  clock.advance(1_000);
  expect(early.settle('rejected')).toBe(true);
  const next = await authorize();
  expect(next.token).not.toBe(early.token);
  next.settle('accepted');
  expect(late.settle('rejected')).toBe(true);
  expect((await authorize()).token).toBe(next.token);
  expect(asked()).toBe(2);
});

test('a fresh token that is refused again and again stops the credential', async () => {
  const { authorize, auth } = start();
  for (let call = 0; call < 2; call += 1) {
    expect((await authorize()).settle('rejected')).toBe(true);
    expect((await authorize()).settle('rejected', true)).toBe(false);
  }
  expect(await auth.authorize({ method: 'GET', host: 'iotda.test', path: '/', query: {} })).toEqual({
    kind: 'stopped',
    code: 'credentials_rejected',
    upstreamCode: null,
    retryAfterMs: 6 * 60_000,
  });
});

test('an IAM that fails is left alone for a while, then asked once, and all is well when it answers', async () => {
  const { auth, clock, asked, authorize, world } = start();
  const end = world.fault({ match: 'token', kind: 'status', status: 503 });
  const ask = () => auth.authorize({ method: 'GET', host: 'iotda.test', path: '/', query: {} });
  expect(await ask()).toMatchObject({ kind: 'stopped', code: 'failing' });
  expect(asked()).toBe(3);
  expect(await ask()).toMatchObject({ kind: 'stopped', code: 'failing', retryAfterMs: expect.any(Number) });
  for (let call = 0; call < 50; call += 1) await ask();
  expect(asked()).toBe(3);
  clock.advance(5_000);
  await ask();
  expect(asked()).toBe(4); // one probe, and then for twice as long
  clock.advance(5_000);
  await ask();
  expect(asked()).toBe(4);
  end();
  clock.advance(5_000);
  expect((await authorize()).token).toBeDefined();
  expect(asked()).toBe(5);
});
