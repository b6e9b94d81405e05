/** How one attempt on one device goes: how long it takes and how it ends, drawn from (seed, task, device, attempt). */
import type { UpgradePackage } from './catalogue.ts';
import { type Fleet, moduleVersionOf, tendencies } from './fleet.ts';
import { type InstantInput, planInstant } from './instant.ts';
import { between, chance, mix } from './random.ts';
import { resultNumber, type ResultName } from './results.ts';

export type AttemptPlan = { lastsMs: number; result: number };

/** What an attempt depends on. `builds` is null for everything that installs nothing. */
export type AttemptInput = InstantInput & {
  seed: number;
  task: number;
  attempt: number;
  builds: readonly UpgradePackage[] | null;
  /** How much of the task was handed out, 0 to 1. */
  handedOut: number;
  /** Another upgrade is running on the device. */
  busy: boolean;
  /** Share of attempts that fail because the network is bad just now. */
  outage: number;
};

const transient: readonly ResultName[] = [
  'poorSignal',
  'downloadTimeout',
  'connectionLost',
  'poorSignal',
  'downloadTimeout',
  'inUse',
  'versionTimeout',
  'resultTimeout',
  'lowBattery',
  'internal',
];
/** What a bad network does to an upgrade. */
const ofTheNetwork: readonly ResultName[] = ['connectionLost', 'downloadTimeout', 'poorSignal', 'resultTimeout'];
const permanent: readonly ResultName[] = ['noStorage', 'noMemory', 'installFailed', 'unsupportedType'];
const ofTheBuild: readonly ResultName[] = ['badPackage', 'installFailed', 'badPackage', 'internal'];

/** Chance that an attempt fails, by tendency. */
const failureChance = { sound: 0.025, flaky: 0.5, doomed: 1 } as const;

export function planAttempt(input: AttemptInput): AttemptPlan {
  const key = [input.seed, input.task, input.device, input.attempt] as const;
  if (input.builds !== null) return planUpgrade(input, input.builds, key);
  const { result, lastsMs } = planInstant(input, key);
  return end(result, lastsMs);
}

type Key = readonly [number, number, number, number];

/** The package of a task that fits a device, or null. */
export function buildFor(fleet: Fleet, builds: readonly UpgradePackage[], device: number): UpgradePackage | null {
  return builds.find((build) => build.product === fleet.product[device]) ?? null;
}

/** What a build would replace; null when the device has no such module. */
function versionBefore(fleet: Fleet, build: UpgradePackage, device: number): string | null {
  if (build.type === 'modulePackage') return moduleVersionOf(fleet, device, build.module ?? '');
  return fleet.versions[(build.type === 'firmwarePackage' ? fleet.firmware : fleet.software)[device] ?? 0] ?? '';
}

function planUpgrade(input: AttemptInput, builds: readonly UpgradePackage[], key: Key): AttemptPlan {
  const { fleet, device } = input;
  const refusedMs = between(500, 3000, ...key, 20);
  if (input.busy) return end('conflict', refusedMs);
  if (fleet.frozen[device]) return end('notOnline', refusedMs);
  const build = buildFor(fleet, builds, device);
  if (build === null) return end('otherProduct', refusedMs);
  const answersMs = between(2000, 15_000, ...key, 21);
  const version = versionBefore(fleet, build, device);
  if (version === null) return end('noModule', answersMs);
  if (version === build.version) return end('sameVersion', answersMs);
  if (build.sources.length > 0 && !build.sources.includes(version)) return end('sourceVersion', answersMs);

  const downloadMs = between(35_000, 190_000, ...key, 22);
  const installMs = between(25_000, 95_000, ...key, 23);
  const tendency = tendencies[fleet.tendency[device] ?? 0] ?? 'sound';
  if (tendency === 'doomed') {
    // The same device fails in the same way whatever is tried.
    return end(pick(permanent, input.seed, device, 24), answersMs + downloadMs / 2);
  }
  if (chance(...key, 34) < input.outage) {
    return end(pick(ofTheNetwork, ...key, 35), answersMs + downloadMs * between(0.2, 1, ...key, 29));
  }
  if (chance(...key, 25) < defectsOf(build, input.handedOut))
    return end(pick(ofTheBuild, ...key, 26), answersMs + downloadMs + installMs);
  if (chance(...key, 27) < failureChance[tendency]) {
    return end(pick(transient, ...key, 28), answersMs + downloadMs * between(0.2, 1, ...key, 29));
  }
  return end('done', answersMs + downloadMs + installMs);
}

function defectsOf({ defects, worstDefects = defects }: UpgradePackage, handedOut: number): number {
  return defects + (worstDefects - defects) * Math.min(1, handedOut);
}

const end = (name: ResultName, lastsMs: number): AttemptPlan => ({
  lastsMs: Math.ceil(lastsMs),
  result: resultNumber(name),
});

function pick(names: readonly ResultName[], ...key: number[]): ResultName {
  return names[mix(...key) % names.length] ?? 'internal';
}
