/** A kept world goes on where it was, also when its process was killed. */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbedded } from './embedded.ts';
import { openWorld } from './persistence.ts';
import { pastUpgrade } from './scenarios/past.ts';
import { findScenario } from './scenarios/scenarios.ts';
import { pack, product, utilityFleet } from './scenarios/utility-fleet.ts';
import { testStartMs } from './test-client.ts';
import { type ManualClock, manualClock } from './world/clock.ts';
import type { TaskOrder } from './world/task.ts';
import { createWorld, type World } from './world/world.ts';

const scenario = {
  name: 'kept',
  plan: utilityFleet(),
  past: [
    pastUpgrade({
      agoMinutes: 3,
      name: 'past',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 0, count: 500 },
      retry: { count: 2, intervalMinutes: 5 },
    }),
  ],
};

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'kept-world-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const open = (clock: ManualClock) =>
  openWorld({ dir, scenario, seed: 5, clock, speed: 1, findScenario: (name) => (name === 'kept' ? scenario : null) });

function order(world: World, name: string): TaskOrder {
  const { packages } = world.fleet.catalogue;
  return {
    space: 0,
    name,
    type: 'firmwareUpgrade',
    mode: null,
    needConfirm: null,
    extInfo: { note: name },
    document: { package_ids: [packages[pack.gateway330]?.packageId ?? ''] },
    scheduledMs: null,
    retry: { count: 1, intervalMinutes: 2 },
    targets: { deviceIds: ['stranger', `${world.fleet.catalogue.products[1]?.productId}_GW3-1000007`] },
  };
}

/** Everything that can be seen of a world, in plain data. */
function seen(world: World) {
  world.settle();
  const { fleet } = world;
  const tasks = [...world.tasks.values()].map(({ rows, ...task }) => ({
    ...task,
    rows: {
      ...rows,
      device: [...rows.device],
      status: [...rows.status],
      result: [...rows.result],
      attempts: [...rows.attempts],
    },
  }));
  const firmware = Array.from(fleet.firmware, (version) => fleet.versions[version]).join(' ');
  return {
    tasks,
    firmware,
    at: world.now(),
    busy: world.busy.join(' '),
    agenda: world.capture().agenda,
    outage: world.capture().outage,
    inventory: world.inventory,
    catalogue: [fleet.catalogue.packages, fleet.catalogue.modules],
    added: fleet.added,
    edits: [...fleet.edits],
    devices: [fleet.frozen, fleet.removed, fleet.gateway, fleet.registered].map((column) => column.join(' ')),
  };
}

/** A few things happen, some minutes apart. */
function live(world: World, clock: ManualClock) {
  clock.advance('4 min');
  const { task } = world.act({ kind: 'create', order: order(world, 'first') });
  clock.advance('5 min');
  world.act({ kind: 'retry', task: 0, targets: null });
  world.advance('90 s');
  world.act({ kind: 'stop', task: task.no, targets: ['stranger'] });
  world.setOutage(0.5);
  world.change({
    kind: 'upload',
    file: { fileId: 'f1', name: 'meters.xlsx', uploadedMs: clock.now(), rows: [['node_id'], ['WM20-new']] },
  });
  world.change({ kind: 'freeze', device: 12 });
  const productId = world.fleet.catalogue.products[0]?.productId ?? '';
  const records = [{ product_id: productId, node_id: 'WM20-new', device_name: '新水表' }];
  world.act({
    kind: 'create',
    order: { ...order(world, 'second'), type: 'createDevices', document: null, targets: { fileId: 'f1', records } },
  });
  const deviceId = `${productId}_WM20-1000009`;
  world.act({
    kind: 'create',
    order: {
      ...order(world, 'third'),
      type: 'updateDevices',
      document: null,
      targets: { fileId: 'f1', records: [{ device_id: deviceId, device_name: 'renamed' }] },
    },
  });
  clock.advance('1 min');
}

test('closing and opening changes nothing, and time goes on', () => {
  const clock = manualClock(testStartMs);
  const kept = open(clock);
  live(kept.world, clock);
  const before = seen(kept.world);
  kept.close();
  const again = open(clock);
  expect(seen(again.world)).toEqual(before);

  const through = createWorld({ scenario, seed: 5, clock: manualClock(testStartMs) });
  expect(again.world.credentials).toEqual(through.credentials);
  again.close();
});

test('a killed process loses nothing that was answered', () => {
  const clock = manualClock(testStartMs);
  const { world } = open(clock);
  live(world, clock);
  // Not closed: only what was written at each act is there.
  const again = open(clock);
  expect(seen(again.world)).toEqual(seen(world));
  again.close();
});

test('time that passes while nothing runs is caught up with', () => {
  const stopped = manualClock(testStartMs);
  const kept = open(stopped);
  live(kept.world, stopped);
  kept.close();
  stopped.advance('3 h');
  const again = open(stopped);

  const clock = manualClock(testStartMs);
  const unbroken = createWorld({ scenario, seed: 5, clock });
  live(unbroken, clock);
  clock.advance('3 h');
  expect(seen(again.world)).toEqual(seen(unbroken));
  again.close();
});

test('a torn last line of the journal is as if it had never been asked', () => {
  const clock = manualClock(testStartMs);
  const { world } = open(clock);
  live(world, clock);
  const [journal = ''] = readdirSync(dir).filter((name) => name.startsWith('journal-'));
  appendFileSync(join(dir, journal), '{"at":99999999,"wallMs":1,"act":{"kind":"delete","ta');
  const again = open(clock);
  expect(seen(again.world)).toEqual(seen(world));
  again.close();
});

test('many acts roll the journal over into a snapshot', () => {
  const clock = manualClock(testStartMs);
  const { world } = open(clock);
  for (let act = 0; act < 205; act += 1) {
    world.act({ kind: 'create', order: order(world, `task_${act}`) });
    clock.advance('10 s');
  }
  expect(readdirSync(dir).toSorted()).toEqual(['journal-3.jsonl', 'world.json']);
  const again = open(clock);
  expect(seen(again.world)).toEqual(seen(world));
  again.close();
});

test('a damaged snapshot is set aside and a new world begins', () => {
  const clock = manualClock(testStartMs);
  const kept = open(clock);
  live(kept.world, clock);
  kept.close();
  writeFileSync(join(dir, 'world.json'), '{"version":1,"scenario":"kept"');
  const again = open(clock);
  expect(again.world.tasks.size).toBe(1);
  expect(existsSync(join(dir, 'world.json.unreadable'))).toBe(true);
  again.close();
});

test('a snapshot of a 30,000-device task stays small', () => {
  const thirtyThousand = findScenario('thirty-thousand');
  if (thirtyThousand === null) throw new Error('no scenario');
  const clock = manualClock(testStartMs);
  openWorld({ dir, scenario: thirtyThousand, seed: 5, clock, speed: 1, findScenario }).close();
  expect(statSync(join(dir, 'world.json')).size).toBeLessThan(1_500_000);
});

test('embedded: the same keys and tasks after a restart', async () => {
  const clock = manualClock(testStartMs);
  const first = startEmbedded({ dataDir: dir, speed: 60, clock });
  first.world.act({ kind: 'create', order: order(first.world, 'mine') });
  first.close();
  const second = startEmbedded({ dataDir: dir, speed: 60, clock });
  expect(second.credentials).toEqual(first.credentials);
  expect([...second.world.tasks.values()].at(-1)?.order.name).toBe('mine');
  const answer = await second.fetch(new Request(`${second.credentials.endpoint}/v5/iot/x/apps`));
  expect(answer.status).toBe(401);
  second.close();
  expect(() => startEmbedded({ dataDir: join(dir, 'other'), speed: 1, scenario: 'nothing' })).toThrow(RangeError);
});
