/** Platform contract F and L: how tasks and their subtasks take their course. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBasicTime } from '#wire/iotda/time.ts';
import { startSimulator, testStartMs } from '#simulator/test-client.ts';
import { findScenario } from '#simulator/scenarios/scenarios.ts';
import { createWorld } from './world.ts';
import { manualClock } from './clock.ts';
import { everDevice } from './fleet.ts';
import { subtaskStatuses } from './task.ts';
import { detail, metersThat, type Progress, sum } from './test-course.ts';

/** Seconds of work where the machine has nothing else to do. */
const busyMachine = { timeout: 30_000 };

test('F: a task initialises, processes and ends; on success the device runs the new version', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const taskId = await platform.createUpgrade();
  const { batchtask, task_details, page } = await platform.show(taskId);
  expect([batchtask.status, batchtask.task_progress.total, task_details, page]).toEqual([
    'Initializing',
    0,
    [],
    { count: 0 },
  ]);

  platform.clock.advance('10 s');
  const moving = (await platform.show(taskId)).batchtask;
  expect(moving.status).toBe('Processing');
  expect(moving.task_progress).toMatchObject({ total: 30, success: 0 });
  expect(moving.task_progress.processing).toBeGreaterThan(10);

  platform.clock.advance('20 min');
  const done = await platform.show(taskId, { limit: 50 });
  const { success, fail } = done.batchtask.task_progress;
  expect([success + fail, success > 25]).toEqual([30, true]);
  for (const { target, status, output, error } of done.task_details) {
    const device = (await platform.call('GET', `/devices/${target}`)).body;
    const reason = error?.error_code ?? 'none';
    const outcome = status === 'Success' ? ['success', '2.5.0', 'none'] : [undefined, device.fw_version, reason];
    expect([output, device.fw_version, reason]).toEqual(outcome);
    expect(reason).toMatch(/^(none|\d+|IOTDA\.\d{6})$/);
  }
});

test('L.1: a device that already runs the target version succeeds without an upgrade', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  await platform.createUpgrade();
  platform.world.advance('30 min');
  const [first = ''] = platform.meters(0, 1);
  const again = await platform.createUpgrade({}, [first]);
  platform.world.advance('30 s');
  expect(await detail(platform, again, first)).toMatchObject({
    status: 'Success',
    output: 'The current version is the same as the target version',
  });
});

test('L.1: wrong source, other product, no such device: each fails for its reason', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const { fleet } = platform.world;
  const current =
    platform.meters(0, 500).find((id) => fleet.versions[fleet.firmware[everDevice(fleet, id)] ?? 0] === '2.4.1') ?? '';
  const gateway = `${platform.products[1]?.productId}_GW3-1000001`;
  const document = { package_ids: [platform.packageId(0, '2.4.0')] };
  const taskId = await platform.createUpgrade({ document }, [current, gateway, 'nobody_1']);
  platform.world.advance('1 min');
  const codes = async (target: string) => (await detail(platform, taskId, target)).error.error_code;
  expect(await codes(current)).toBe('IOTDA.014235');
  expect(await codes(gateway)).toBe('IOTDA.014236');
  expect(await codes('nobody_1')).toBe('IOTDA.014000');
  expect((await platform.show(taskId)).batchtask.status).toBe('Fail');
});

test('L.2: another upgrade on the device is a conflict', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const target = platform.meters(0, 1);
  await platform.createUpgrade({}, target);
  platform.world.advance('4 s');
  const second = await platform.createUpgrade({}, target);
  platform.world.advance('8 s');
  expect(await detail(platform, second, target[0] ?? '')).toMatchObject({
    status: 'Fail',
    error: { error_msg: 'Task Conflict' },
  });
});

test('L.1: an upgrade waits 25 hours for a device that is away, and no longer', async () => {
  const platform = startSimulator();
  const [gone = ''] = metersThat(platform, 'gone');
  const [asleep = ''] = metersThat(platform, 'daily');
  const taskId = await platform.createUpgrade({}, [gone, asleep]);
  platform.world.advance('24 h');
  expect((await detail(platform, taskId, gone)).status).toBe('Waitting');
  expect((await platform.show(taskId)).batchtask.status).toBe('Processing');
  platform.world.advance('2 h');
  expect(await detail(platform, taskId, gone)).toMatchObject({
    status: 'Fail',
    error: { error_msg: 'Waiting for the device online timeout' },
  });
  expect((await detail(platform, taskId, asleep)).status).toMatch(/Success|Fail/);
  expect((await platform.show(taskId)).batchtask.status).toMatch(/PartialSuccess|Fail/);
});

test('D: a failure waits for its automatic retries, as often as the policy says', async () => {
  const platform = startSimulator();
  const [doomed = ''] = metersThat(platform, 'always', 'doomed');
  const taskId = await platform.createUpgrade({ task_policy: { retry_count: 2, retry_interval: 30 } }, [doomed]);
  const statuses = new Set<string>();
  const reasons = new Set<string>();
  for (let step = 0; step < 170; step += 1) {
    platform.world.advance('10 s');
    const { status, error } = await detail(platform, taskId, doomed);
    statuses.add(status);
    if (error) reasons.add(error.error_code);
  }
  expect([...statuses]).toEqual(['Waitting', 'Processing', 'FailWaitRetry'].filter((one) => statuses.has(one)));
  expect(statuses).toContain('FailWaitRetry');
  expect([...reasons]).toEqual([expect.stringMatching(/^(5|8|9|10)$/)]);
  platform.world.advance('10 min');
  expect((await detail(platform, taskId, doomed)).status).toBe('FailWaitRetry');
  platform.world.advance('40 min');
  expect((await detail(platform, taskId, doomed)).status).toBe('Fail');
});

test('D: a scheduled task waits for its time on the clock', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet' });
  const schedule_time = formatBasicTime(testStartMs + 3_600_000);
  const taskId = await platform.createUpgrade({ task_policy: { schedule_time } });
  platform.clock.advance('59 min');
  const waiting = (await platform.show(taskId)).batchtask;
  expect([waiting.status, waiting.task_progress.waitting]).toEqual(['Waitting', 30]);
  expect(waiting.task_policy).toEqual({ schedule_time });
  platform.clock.advance('2 min');
  expect((await platform.show(taskId)).batchtask.status).toBe('Processing');
});

test('F: a speed makes devices faster and leaves the clock alone', async () => {
  const platform = startSimulator({ scenario: 'quiet-fleet', speed: 60 });
  const taskId = await platform.createUpgrade();
  platform.clock.advance('20 s');
  const { status, create_time } = (await platform.show(taskId)).batchtask;
  expect([status, create_time]).toEqual([expect.stringMatching(/Success/), formatBasicTime(testStartMs)]);
  const schedule_time = formatBasicTime(testStartMs + 20_000 + 600_000);
  const scheduled = await platform.createUpgrade({ task_policy: { schedule_time } });
  platform.clock.advance('9 min');
  expect((await platform.show(scheduled)).batchtask.status).toBe('Waitting');
  platform.clock.advance('61 s');
  expect((await platform.show(scheduled)).batchtask.status).not.toBe('Waitting');
});

test('A.1: groups: members become subtasks; a group that does not exist ends the task without any', async () => {
  const platform = startSimulator();
  const bench = platform.groups.find((group) => group.name === '实验室台架')?.groupId;
  const dynamic = platform.groups.find((group) => group.type === 'DYNAMIC')?.groupId;
  const start = (group_ids: unknown[]) => platform.createUpgrade({ targets: undefined, targets_filter: { group_ids } });
  const good = await start([bench]);
  const ruled = await start([dynamic, bench]);
  const bad = await start([bench, '00000000-0000-4000-a000-000000000000']);
  platform.world.advance('3 min');
  expect((await platform.show(good)).batchtask).toMatchObject({
    targets_filter: { group_ids: [bench] },
    task_progress: { total: 25 },
  });
  expect((await platform.show(ruled)).page.count).toBeGreaterThan(500);
  const failed = await platform.show(bad);
  expect(failed.batchtask).toMatchObject({
    status: 'Fail',
    status_desc: expect.any(String),
    task_progress: { total: 0 },
  });
  expect(failed.task_details).toEqual([]);
});

test(
  'F: counters always add up, equal the rows, and every task ends, whatever is done to it',
  busyMachine,
  async () => {
    const command = fc.oneof(
      fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
      fc.record({
        do: fc.constantFrom('retry' as const, 'stop' as const),
        from: fc.integer({ min: 0, max: 119 }),
        count: fc.integer({ min: 1, max: 60 }),
      }),
      fc.record({ do: fc.constantFrom('retry' as const, 'stop' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 14 }),
        fc.boolean(),
        fc.integer({ max: 999 }),
        async (commands, retries, seed) => {
          const platform = startSimulator({ seed });
          const devices = platform.meters(0, 120);
          const policy = retries ? { task_policy: { retry_count: 2, retry_interval: 3 } } : {};
          const taskId = await platform.createUpgrade(policy, devices);
          const [task] = platform.world.tasks.values();
          for (const step of commands) {
            if (step.do === 'advance') platform.world.advance(step.ms);
            else {
              const body = 'from' in step ? { targets: devices.slice(step.from, step.from + step.count) } : {};
              await platform.call('POST', `/batchtasks/${taskId}/${step.do}`, { body });
            }
            const progress: Progress = (await platform.show(taskId)).batchtask.task_progress;
            expect(sum(progress)).toBe(progress.total);
            const counted = subtaskStatuses.map(
              (_, status) => task?.rows.status.filter((one) => one === status).length,
            );
            expect(task?.rows.counts).toEqual(counted);
            expect(task?.pace.inFlight).toBe(progress.processing);
          }
          platform.world.advance('200 h');
          const last = (await platform.show(taskId)).batchtask;
          expect(last.status).toMatch(/^(Success|PartialSuccess|Fail|Stopped)$/);
          const { success, fail, stopped, total } = last.task_progress;
          expect(success + fail + stopped).toBe(total);
          expect(last.status === 'Success').toBe(total > 0 && success === total);
          expect([...platform.world.busy].every((holder) => holder === 0)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  },
);

test('F: the same seed gives the same course, however often somebody looks', () => {
  const scenario = findScenario('mid-rollout');
  if (scenario === null) throw new Error('no scenario');
  const live = (looks: number) => {
    const clock = manualClock(testStartMs);
    const world = createWorld({ scenario, seed: 3, clock });
    for (let look = 0; look < looks; look += 1) {
      clock.advance(7_200_000 / looks);
      world.settle();
    }
    const [task] = world.tasks.values();
    return [task?.rows.counts, [...(task?.rows.result ?? [])], world.capture().agenda.length];
  };
  expect(live(400)).toEqual(live(1));
});
