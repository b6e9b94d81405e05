/**
 * Every fault the simulated platform can have × every way to call it: what the adapter makes of it, which is what pages and work
 * loops then say and do. Numbers in brackets are rows of the fault matrix.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Counts } from '#shared/domain/task.ts';
import { type FaultSpec, faultKinds } from '#simulator/world/faults.ts';
import { type Call, PlatformError, type Written } from './port.ts';
import type { UpgradeIntent } from './port-intents.ts';
import { startPlatform, type TestPlatform } from './test-simulator.ts';

/** A damaged answer comes to something else each time: `mutations.test.ts` has a thousand of them. */
const isSteady = (kind: (typeof faultKinds)[number]) => kind !== 'mutated';
const kinds = faultKinds.filter(isSteady);
type Kind = (typeof kinds)[number];
/** `fine`: as if nothing were wrong. For a write: its kind, with the reason where there is one. For a read: its error's code. */
type Row = { read: string; create: string; retry: string; stop: string; health: string };

const all = (write: string, read: string, health: string): Row => ({
  read,
  create: write,
  retry: write,
  stop: write,
  health,
});
const fine: Row = all('done', 'fine', 'ok');

const table: Record<Kind, Row> = {
  // [21] slow, but within the deadlines
  latency: fine,
  // [1] nothing was sent where the name leads nowhere; over msw any dropped connection had been made before
  unresolved: all('unknown unreachable', 'unreachable', 'unreachable'),
  // [3] [4] whether it arrived is not known: never sent again
  'reset-before': all('unknown unreachable', 'unreachable', 'unreachable'),
  'reset-after': all('unknown unreachable', 'unreachable', 'unreachable'),
  // [7]
  status: all('unknown failing', 'failing', 'failing'),
  // [9] [10]
  throttle: all('not_sent throttled', 'throttled', 'throttled'),
  'throttle-403': all('not_sent throttled', 'throttled', 'throttled'),
  // [20]
  html: all('unknown garbled', 'garbled', 'failing'),
  // [5]
  truncated: all('unknown garbled', 'garbled', 'failing'),
  // what is JSON is read, whatever it is called
  'content-type': fine,
  // [18] shown raw, final never, enabling nothing; of a device in a retry or stop: not accepted
  'unknown-status': { ...fine, read: 'other', create: 'done other', retry: 'done none', stop: 'done none' },
  'unknown-fields': fine,
  // [19] counters that are there are kept
  'missing-counters': { ...fine, read: 'fewer' },
  'numbers-as-strings': fine,
  'repeated-rows': fine,
  'vanished-rows': { ...fine, read: 'short', retry: 'done short', stop: 'done short' },
};

const stop: Call = { lane: 'stop' };
const mutation: Call = { lane: 'mutation' };
const reader: Call = { lane: 'reader' };

let started: TestPlatform;
let intent: UpgradeIntent;
let taskId: string;
let deviceIds: string[];
let targetIds: string[];
beforeAll(async () => {
  started = startPlatform({ scenario: 'half-failed' });
  const { platform } = started;
  const [task] = (await platform.listTasks({ kind: 'firmwareUpgrade', marker: null }, reader)).rows;
  taskId = task?.id ?? '';
  const { subtasks } = await platform.showTask({ taskId, outcome: 'failed', limit: 50 }, reader);
  deviceIds = subtasks.rows.map((row) => row.deviceId);
  const packageId = task?.packageIds[0] ?? '';
  const spaceId = (await platform.listSpaces(reader)).find((space) => space.isDefault)?.id ?? '';
  targetIds = deviceIds.slice(0, 2);
  const targets = { source: 'devices' as const, deviceIds: targetIds };
  intent = { kind: 'firmwareUpgrade', platformName: 'fault', spaceId, targets, packageId, startsAt: null, retry: null };
});
afterAll(() => started.stop());

/** Runs a call under the fault, and lets the platform recover afterwards. */
async function under<T>(
  spec: FaultSpec,
  act: () => Promise<T>,
): Promise<{ outcome: T; health: string; calls: number }> {
  const before = started.log.length;
  const end = started.world.fault(spec);
  const outcome = await act();
  end();
  const health = started.platform.health().state;
  started.clock.advance(600_000);
  const calls = started.log.slice(before).filter((entry) => entry.kind === spec.match).length;
  await started.platform.listSpaces(reader);
  return { outcome, health, calls };
}

const written = <T>(result: Written<T>, shown: (value: T) => string): string => {
  switch (result.kind) {
    case 'done':
      return `done${shown(result.value)}`;
    case 'refused':
      return 'refused';
    default:
      return `${result.kind} ${result.reason}`;
  }
};
const accepted = (results: { accepted: boolean }[], asked: number): string => {
  if (results.length < asked) return ' short';
  return results.every((one) => one.accepted) ? '' : ' none';
};

async function counts(): Promise<string> {
  return JSON.stringify((await started.platform.showTask({ taskId, limit: 1 }, reader)).task.counts);
}

async function show(truth: string): Promise<string> {
  try {
    const { task, subtasks } = await started.platform.showTask({ taskId, limit: 50 }, reader);
    expect(Counts.safeParse(task.counts).success).toBe(true);
    if (task.state === 'other') return 'other';
    if (subtasks.rows.length < 50) return 'short';
    return JSON.stringify(task.counts) === truth ? 'fine' : 'fewer';
  } catch (error) {
    if (error instanceof PlatformError) return error.code;
    throw error;
  }
}

describe.each(kinds)('%s', (kind) => {
  const expected = table[kind];
  const spec = (match: FaultSpec['match']): FaultSpec => ({ match, kind, ...(kind === 'latency' && { ms: 2_000 }) });

  test(`a reader sees: ${expected.read}`, async () => {
    const truth = await counts();
    const { outcome, health } = await under(spec('show'), () => show(truth));
    expect([outcome, health]).toEqual([expected.read, expected.health]);
    expect(await show(truth)).toBe('fine');
  });

  test(`a create is: ${expected.create}, and sent once`, async () => {
    const act = () => started.platform.createTask(intent, mutation);
    const { outcome, health, calls } = await under(spec('create'), act);
    const shown = written(outcome, (task) => (task.state === 'other' ? ' other' : ''));
    expect([shown, health, calls]).toEqual([expected.create, expected.health, 1]);
    started.world.advance('4 d');
  });

  test(`a retry is: ${expected.retry}, and sent once`, async () => {
    const asked = deviceIds.splice(0, 2);
    const act = () => started.platform.retryDevices(taskId, asked, mutation);
    const { outcome, health, calls } = await under(spec('retry'), act);
    const shown = written(outcome, (results) => accepted(results, asked.length));
    expect([shown, health, calls]).toEqual([expected.retry, expected.health, 1]);
    started.world.advance('4 d');
  });

  test(`a stop is: ${expected.stop}, and sent once, also while others have to wait`, async () => {
    const created = await started.platform.createTask({ ...intent, needsConfirm: true }, mutation);
    const id = created.kind === 'done' ? created.value.id : '';
    started.world.advance('1 min');
    const asked = targetIds;
    const act = async () => started.platform.control?.stopDevices(id, asked, stop);
    const { outcome, health, calls } = await under(spec('stop'), act);
    const shown = outcome && written(outcome, (results) => accepted(results, asked.length));
    expect([shown, health, calls]).toEqual([expected.stop, expected.health, 1]);
    await started.platform.control?.stopTask(id, stop);
    started.world.advance('1 min');
  });
});

// [8] [11] [12] belong to the northbound platform.
test('[13] an eleventh running task in a space is refused with the platform’s code, and nothing is lost', async () => {
  const answers = [];
  for (let n = 0; n < 11; n += 1) {
    answers.push(await started.platform.createTask({ ...intent, platformName: `many_${n}` }, mutation));
  }
  expect(answers.slice(0, 10).map((answer) => answer.kind)).toEqual(Array(10).fill('done'));
  expect(answers[10]).toMatchObject({ kind: 'refused', code: expect.stringMatching(/^IOTDA\./) });
  started.world.advance('4 d');
  expect((await started.platform.createTask(intent, mutation)).kind).toBe('done');
});

test('[24] a stop of what has ended is refused, and says why in the platform’s code', async () => {
  expect(await started.platform.control?.stopDevices(taskId, ['d'], stop)).toMatchObject({
    kind: 'refused',
    code: expect.stringMatching(/^IOTDA\./),
  });
});
