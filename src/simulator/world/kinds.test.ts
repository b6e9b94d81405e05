/** Platform contract B.1, B.3, F: whatever kind a task is and whatever is done meanwhile, its counters add up and it ends. */
import fc from 'fast-check';
import { taskTypes, type KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import { expect, test } from 'vitest';
import { workbook } from '#simulator/files/test-workbook.ts';
import { startSimulator, type TestSimulator } from '#simulator/test-client.ts';
import { subtaskStatuses } from './task.ts';

// Transcribed from the vendor's table of task types.
const kinds = [
  'softwareUpgrade firmwareUpgrade moduleUpgrade createDevices updateDevices deleteDevices freezeDevices unfreezeDevices',
  'createCommands createAsyncCommands createMessages updateDeviceShadows changeGateway',
].flatMap((line) => line.split(' '));

test('B.1: these are all the kinds', () => {
  expect([...taskTypes]).toEqual(kinds);
});

const documentOf = (platform: TestSimulator, type: KnownTaskType): unknown => {
  const packages: Partial<Record<KnownTaskType, string>> = {
    firmwareUpgrade: platform.packageId(0, '2.5.0'),
    softwareUpgrade: platform.packageId(1, '5.1.0'),
    moduleUpgrade: platform.packageId(1, '1.1.0'),
  };
  const documents: Partial<Record<KnownTaskType, unknown>> = {
    createCommands: { service_id: 'WaterMeter', command_name: 'ON_OFF', paras: { value: 'ON' } },
    createAsyncCommands: { paras: { brightness: 3 }, send_strategy: 'delay', expire_time: 600 },
    createMessages: { message: 'hello', message_id: 'm_1' },
    updateDeviceShadows: { shadow: [{ service_id: 'WaterMeter', desired: { reportInterval: 600 } }] },
  };
  const pack = packages[type];
  return pack === undefined ? documents[type] : { package_ids: [pack] };
};

const fromRows: readonly KnownTaskType[] = ['createDevices', 'updateDevices', 'changeGateway'];

/** Some of every product, one that is nobody, and gateways that others sit behind. */
const mixed = ({ products }: TestSimulator, from: number): string[] => [
  ...['WM20', 'GW3', 'PS5', 'SL1'].flatMap((prefix, at) =>
    Array.from(
      { length: 12 },
      (_, nth) => `${products[[0, 1, 3, 4][at] ?? 0]?.productId}_${prefix}-${1_000_001 + from + nth}`,
    ),
  ),
  'nobody',
];

async function start(platform: TestSimulator, type: KnownTaskType, more: object, round: number): Promise<string> {
  const targets = mixed(platform, round * 12);
  const common = { app_id: platform.spaces[0]?.appId, task_name: 'bulk', task_type: type, ...more };
  let body: object = { ...common, targets, document: documentOf(platform, type) };
  if (fromRows.includes(type)) {
    const gateway = `${platform.products[1]?.productId}_GW3-1002500`;
    const [product, ...devices] = [platform.products[0]?.productId ?? '', ...targets];
    const rows = devices.map((device, at) =>
      type === 'createDevices'
        ? [product, `new-${round}-${at % 40}`]
        : [device, type === 'changeGateway' ? gateway : 'renamed'],
    );
    const file = { name: `${type}_${round}.xlsx`, bytes: workbook(rows) };
    const { file_id } = (await platform.call('POST', '/batchtask-files', { file })).body;
    body = { ...common, document_source: file_id };
  }
  const { status, body: task } = await platform.call('POST', '/batchtasks', { body });
  expect([status, task.error_code]).toEqual([201, undefined]);
  return task.task_id;
}

const step = fc.oneof(
  fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  fc.record({ do: fc.constantFrom('retry' as const, 'stop' as const, 'confirm' as const), some: fc.boolean() }),
  fc.record({ do: fc.constantFrom('freeze' as const, 'delete' as const), nth: fc.nat(48) }),
);

test.each(taskTypes)('B.3, F: the counters of %s add up, equal the rows, and it ends', async (type) => {
  const platform = startSimulator();
  const { call, clock, show, world } = platform;
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 10 }),
      fc.boolean(),
      fc.boolean(),
      async (steps, retries, confirms) => {
        const isUpgrade = type.endsWith('Upgrade');
        const policy = { task_policy: { retry_count: 1, retry_interval: 2 } };
        const taskId = await start(
          platform,
          type,
          { ...(retries && policy), ...(isUpgrade && confirms && { need_confirm: true }) },
          round,
        );
        const devices = mixed(platform, round * 12);
        round += 1;
        const task = [...world.tasks.values()].at(-1);
        for (const one of steps) {
          if (one.do === 'advance') world.advance(one.ms);
          else if ('nth' in one) {
            const path = `/devices/${devices[one.nth]}`;
            await (one.do === 'freeze' ? call('POST', `${path}/freeze`) : call('DELETE', path));
          } else {
            const body = one.some ? { targets: devices.slice(0, 9) } : {};
            await call('POST', `/batchtasks/${taskId}/${one.do}`, { body });
          }
          const { total, ...counts } = (await show(taskId)).batchtask.task_progress;
          expect(Object.values<number>(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
          const rows = subtaskStatuses.map((_, status) => task?.rows.status.filter((row) => row === status).length);
          expect(task?.rows.counts).toEqual(rows);
        }
        world.advance('1 min');
        await call('POST', `/batchtasks/${taskId}/confirm`, { body: {} });
        world.advance('60 h');
        const { status, task_progress: end } = (await show(taskId)).batchtask;
        expect(status).toMatch(/^(Success|PartialSuccess|Fail|Stopped)$/);
        expect(end.success + end.fail + end.stopped + end.removed).toBe(end.total);
        expect([task?.pace.inFlight, world.busy.some((holder) => holder !== 0)]).toEqual([0, false]);
        clock.advance('2 h'); // uploaded files are gone by then
      },
    ),
    { numRuns: 6 },
  );
});
