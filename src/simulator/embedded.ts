/** The simulator inside another process: no port, a world that is kept in a folder. */
import { join } from 'node:path';
import { applicationOf } from './northbound/call.ts';
import { openWorld } from './persistence.ts';
import { findScenario, scenarios } from './scenarios/scenarios.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import { type Clock, systemClock } from './world/clock.ts';
import { seedOf } from './world/random.ts';

export type EmbeddedOptions = {
  /** Its files go into the folder `simulator` below this one. */
  dataDir: string;
  /** How much faster than the clock devices behave. */
  speed: number;
  clock?: Clock;
  /** Name of the scenario a new world begins with; `demo` by default. Throws a RangeError for an unknown one. */
  scenario?: string;
  seed?: string;
};

/** What a client of the platform needs to know. */
export type PlatformAccess = {
  endpoint: string;
  iamEndpoint: string;
  region: string;
  projectId: string;
  ak: string;
  sk: string;
  iamDomain: string;
  iamUser: string;
  iamPassword: string;
  northboundEndpoint: string;
  appId: string;
  appSecret: string;
};

export type Embedded = Pick<Simulator, 'fetch' | 'answer' | 'world' | 'log'> & {
  credentials: PlatformAccess;
  /** Saves the world. */
  close(): void;
};

export const defaultSeed = 'utility';
/** Reserved for names that never resolve: a request that is sent there by mistake leads nowhere. */
const nowhere = 'https://simulated-platform.invalid';

export function startEmbedded(options: EmbeddedOptions): Embedded {
  const { world, close } = openWorld({
    dir: join(options.dataDir, 'simulator'),
    scenario: namedScenario(options.scenario ?? 'demo'),
    seed: seedOf(options.seed ?? defaultSeed),
    findScenario,
    clock: options.clock ?? systemClock,
    speed: options.speed,
  });
  const { fetch, answer, log } = createSimulator(world);
  return { fetch, answer, log, world, credentials: accessTo(world, nowhere), close };
}

/** What to tell a client of a world that is served at this origin, and perhaps with certificates at another. */
export function accessTo(world: Simulator['world'], origin: string, northboundEndpoint = origin): PlatformAccess {
  const { region, projectId, ak, sk, iamDomain, iamUser, iamPassword, appSecret } = world.credentials;
  const v5 = { endpoint: origin, iamEndpoint: origin, region, projectId, ak, sk, iamDomain, iamUser, iamPassword };
  return { ...v5, northboundEndpoint, appId: applicationOf(world), appSecret };
}

/** Throws a RangeError that lists the names there are. */
export function namedScenario(name: string) {
  const scenario = findScenario(name);
  if (scenario !== null) return scenario;
  throw new RangeError(`no scenario "${name}"; there are ${scenarios.map((one) => one.name).join(', ')}`);
}
