/** The named worlds. */
import type { Scenario } from '#simulator/world/scenario.ts';
import { pastAction, pastOutage, pastUpgrade } from './past.ts';
import { badBuildPack, pack, product, utilityFleet, withBadBuild } from './utility-fleet.ts';

const dayMinutes = 24 * 60;

/** A console as an operator finds it on a working day: finished, failed, stopped, scheduled and moving rollouts. */
const demo: Scenario = {
  name: 'demo',
  plan: utilityFleet(),
  past: [
    pastUpgrade({
      agoMinutes: 6 * dayMinutes,
      name: '网关固件_3_2_0_补升级',
      type: 'firmwareUpgrade',
      pack: pack.gateway320,
      devices: { product: product.gateway, from: 0, count: 1100 },
      retry: { count: 2, intervalMinutes: 5 },
    }),
    pastUpgrade({
      agoMinutes: 3 * dayMinutes + 77,
      name: 'Gateway_agent_5_0_1',
      type: 'softwareUpgrade',
      pack: pack.agent501,
      devices: { product: product.gateway, from: 300, count: 2400 },
      retry: { count: 1, intervalMinutes: 30 },
    }),
    pastUpgrade({
      agoMinutes: 2 * dayMinutes + 210,
      name: 'Bench_2_5_0_smoke',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 40, count: 12, dependable: true },
      retry: { count: 5, intervalMinutes: 15 },
    }),
    pastUpgrade({
      agoMinutes: 2 * dayMinutes + 20,
      name: '热量表固件_1_3_0_试点',
      type: 'firmwareUpgrade',
      pack: pack.heat130,
      space: 1,
      devices: { product: product.heatMeter, from: 0, count: 600 },
    }),
    pastUpgrade({
      agoMinutes: dayMinutes + 95,
      name: 'Meters_2_4_1_west_wave',
      type: 'firmwareUpgrade',
      pack: pack.meter241,
      devices: { product: product.waterMeter, from: 26_000, count: 2500 },
    }),
    pastAction(dayMinutes + 91, 'stop', 4),
    pastUpgrade({
      agoMinutes: 420,
      name: 'Retired_group_3_3_0',
      type: 'firmwareUpgrade',
      pack: pack.gateway330,
      group: 'a group that was deleted',
    }),
    pastUpgrade({
      agoMinutes: 300,
      name: '水表_2_6_0_rc1_灰度',
      type: 'firmwareUpgrade',
      pack: pack.meter260rc,
      devices: { product: product.waterMeter, from: 32_000, count: 400 },
    }),
    pastUpgrade({
      agoMinutes: 21,
      name: '全网水表_2_5_0',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 100, count: 30_000 },
      retry: { count: 2, intervalMinutes: 30 },
    }),
    pastUpgrade({
      agoMinutes: 4,
      name: 'Gateways_3_3_0_early_ring',
      type: 'firmwareUpgrade',
      pack: pack.gateway330,
      group: 'Gateways_early_ring',
      retry: { count: 2, intervalMinutes: 5 },
    }),
    pastUpgrade({
      agoMinutes: 50,
      name: '夜间升级_网关代理_5_1_0',
      type: 'softwareUpgrade',
      pack: pack.agent510,
      group: 'All_gateways',
      startsInMinutes: 9 * 60,
    }),
  ],
};

/** Nothing has happened, every device is reachable and sound. */
const quietFleet: Scenario = { name: 'quiet-fleet', plan: utilityFleet('quiet'), past: [] };

/** Nothing has happened; devices behave as they usually do. */
const freshFleet: Scenario = { name: 'fresh-fleet', plan: utilityFleet(), past: [] };

/** One rollout of 6,000 devices, some minutes old. */
const midRollout: Scenario = {
  name: 'mid-rollout',
  plan: utilityFleet(),
  past: [
    pastUpgrade({
      agoMinutes: 4,
      name: 'Meters_2_5_0_wave_1',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 100, count: 6000 },
      retry: { count: 2, intervalMinutes: 5 },
    }),
  ],
};

/** A finished rollout of 1,200 devices, half of which failed while the network was down: a retry recovers most of them. */
const halfFailed: Scenario = {
  name: 'half-failed',
  plan: utilityFleet(),
  past: [
    pastOutage(3 * dayMinutes, 0.5),
    pastUpgrade({
      agoMinutes: 3 * dayMinutes,
      name: '水表_2_5_0_half_failed',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 0, count: 1200 },
    }),
    pastOutage(60, 0),
  ],
};

/** A finished rollout of 30,000 devices with a few thousand failures. */
const thirtyThousand: Scenario = {
  name: 'thirty-thousand',
  plan: utilityFleet(),
  past: [
    pastUpgrade({
      agoMinutes: 2 * dayMinutes,
      name: 'All_meters_2_5_0',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 0, count: 30_000 },
    }),
  ],
};

/** No device can be reached; a rollout of 3,000 waits for them until its 25 hours are over. */
const everythingOffline: Scenario = {
  name: 'everything-offline',
  plan: utilityFleet('silent'),
  past: [
    pastUpgrade({
      agoMinutes: 30,
      name: 'Meters_2_5_0_nobody_home',
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: 0, count: 3000 },
    }),
  ],
};

/** A rollout of 8,000 devices that looks well at first: the further it gets, the more of them the build breaks. */
const badBuild: Scenario = {
  name: 'bad-build',
  plan: (seed, birthMs) => withBadBuild(utilityFleet()(seed, birthMs), birthMs),
  past: [
    pastUpgrade({
      agoMinutes: 6,
      name: 'Meters_2_6_0_bad_build',
      type: 'firmwareUpgrade',
      pack: badBuildPack,
      devices: { product: product.waterMeter, from: 0, count: 8000 },
    }),
  ],
};

/** The world of `mid-rollout` behind a platform that takes its time, and sometimes more than anybody waits for. */
const slowPlatform: Scenario = {
  ...midRollout,
  name: 'slow-platform',
  faults: [
    { match: 'any', kind: 'latency', ms: 2500 },
    { match: 'any', kind: 'latency', ms: 9000, rate: 0.1 },
  ],
};

export const scenarios: readonly Scenario[] = [
  demo,
  quietFleet,
  freshFleet,
  midRollout,
  halfFailed,
  thirtyThousand,
  everythingOffline,
  badBuild,
  slowPlatform,
];

/** The scenario of a name, or null. */
export const findScenario = (name: string): Scenario | null => scenarios.find((one) => one.name === name) ?? null;
