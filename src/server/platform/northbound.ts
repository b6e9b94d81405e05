import type { Dispatcher } from 'undici';
import type { Clock } from '#server/clock.ts';
import { batchTaskBase, type SelectTags } from '#wire/northbound/tasks.ts';
import { systemTimer, type Timer } from './exchange.ts';
import { createNorthboundCommands } from './northbound-commands.ts';
import { type Application, createNorthboundSession, northboundErrors } from './northbound-session.ts';
import { createNorthboundTasks, pageSize } from './northbound-tasks.ts';
import { type Platform, PlatformError, type Written } from './port.ts';
import { createSkew } from './skew.ts';
import { createTransport } from './transport.ts';

/** One northbound v1.1.0 platform: where it is, and which application calls it. */
export type NorthboundSettings = Application & {
  /** `https://host[:port]`; `http` is for a simulator on the same machine. */
  url: string;
  /** The word that asks for a task's tags; the platform's pages print both. */
  select: SelectTags;
  /** Calls per minute that this console may make; the platform allows an application 100 unless it was told otherwise. */
  callsPerMinute: number;
};
type Needs = { dispatcher: Dispatcher; clock: Clock; random: () => number; timer?: Timer };

const inFlight = 4;

/**
 * Opens the northbound platform behind the port. It lists nothing: a task is opened by its ID, and followed from then on. Nothing is
 * sent before the first call; `dispatcher`, which presents the client's certificate, stays the caller's to close.
 */
export function openNorthbound(settings: NorthboundSettings, needs: Needs): Platform {
  const { dispatcher, clock, random, timer = systemTimer } = needs;
  const { origin } = new URL(settings.url);
  const auth = createNorthboundSession(settings, { origin, dispatcher, clock, timer, random });
  const transport = createTransport(
    {
      origin,
      base: batchTaskBase,
      headers: {},
      budget: { callsPerSecond: settings.callsPerMinute / 60, inFlight },
    },
    { dispatcher, clock, timer, random, auth, skew: createSkew(clock), errors: northboundErrors },
  );
  const never = (): Promise<Written<never>> =>
    Promise.resolve({ kind: 'refused', code: null, message: null, requestId: null });

  return {
    capabilities: { listedKinds: [], canCreate: false, canRetry: false, retryChunk: 1, pageSize, farthestOffset: 0 },
    health: transport.health.now,
    onHealth: transport.health.listen,
    ...createNorthboundTasks(transport, settings),
    commands: createNorthboundCommands(transport, { appId: settings.appId, origin }, clock),
    listTasks: () => Promise.reject(new PlatformError('refused')),
    // Tasks of the v5 kinds cannot be asked for here, and what has failed cannot be tried again.
    createPath: '',
    describeCreate: () => null,
    readCreate: () => ({ is: 'unreadable', problems: [{ code: 'kind_of_another_platform' }] }),
    createTask: never,
    retryDevices: never,
    listSpaces: () => Promise.resolve([]),
    listProducts: () => Promise.resolve([]),
    listPackages: () => Promise.resolve([]),
    listGroups: () => Promise.resolve([]),
    listDevices: () => Promise.resolve({ rows: [], total: 0, marker: null }),
    close: () => Promise.resolve(),
  };
}
