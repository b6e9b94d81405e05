import type { Connection } from '#shared/domain/connection.ts';
import type { Clock } from './clock.ts';
import { type Config, isDemo } from './config.ts';
import type { ConnectionConfig } from './config-connections.ts';
import { mayBeNear } from './config-hosts.ts';
import type { Connected } from './context.ts';
import { type Fetch, InProcessDispatcher } from './platform/in-process.ts';
import { openDispatcher } from './platform/dispatcher.ts';
import { openIotda } from './platform/iotda.ts';
import { openNorthbound } from './platform/northbound.ts';
import type { Platform } from './platform/port.ts';
import { Secret } from './platform/secret.ts';

/** The simulator as it runs inside this process: what it answers, and the access key that it accepts. */
type EmbeddedSimulator = {
  fetch: Fetch;
  credentials: { endpoint: string; region: string; projectId: string; ak: string; sk: string };
  close(): Promise<void> | void;
};
export type StartSimulator = (options: {
  dataDir: string;
  speed: number;
  clock: Clock;
}) => Promise<EmbeddedSimulator> | EmbeddedSimulator;

type Needs = { clock: Clock; simulator: StartSimulator | undefined };
type Opened = { connections: Map<string, Connected>; close(): Promise<void> };

/** Nothing is limited by somebody else's rules there. */
const simulatorCallsPerSecond = 50;

/** The connection that a platform is, once it is open. */
export function connect({ id, name, settings }: ConnectionConfig, simulated: boolean, platform: Platform): Connected {
  return connected({ id, name, region: settings.region, simulated }, platform);
}

/** The same for a platform of any other kind. */
export function connected(
  what: Pick<Connected, 'id' | 'name' | 'region' | 'simulated'>,
  platform: Platform,
): Connected {
  const { listedKinds, canCreate } = platform.capabilities;
  const lists = listedKinds.length > 0;
  const creates = canCreate ? 'tasks' : platform.commands === undefined ? 'nothing' : 'device_commands';
  const describe = (): Connection => {
    const { state, since, answeredAt, resumesAt, cause, skewMs, servesUntil } = platform.health();
    return { ...what, lists, creates, state, stateSince: since, answeredAt, resumesAt, cause, skewMs, servesUntil };
  };
  return { ...what, platform, describe };
}

async function startEmbedded(config: Config, { clock, simulator }: Needs) {
  if (simulator === undefined) throw new Error('There is neither a platform nor a simulator.');
  const embedded = await simulator({ dataDir: config.dataDir, speed: config.simulatorSpeed, clock });
  const { endpoint, region, projectId, ak, sk } = embedded.credentials;
  const connection: ConnectionConfig = {
    id: 'simulator',
    name: 'Simulator',
    settings: {
      endpoint,
      region,
      projectId,
      credentials: { kind: 'access_key', accessKey: ak, secretKey: new Secret(sk) },
      signing: 'sdk',
      packageField: 'package_ids',
      callsPerSecond: simulatorCallsPerSecond,
    },
  };
  return { embedded, connection };
}

/** Opens the configured platforms, or the embedded simulator where there is none. */
export async function openConnections(config: Config, needs: Needs): Promise<Opened> {
  const { clock } = needs;
  await using opening = new AsyncDisposableStack();
  const simulated = isDemo(config);
  let list = config.connections;
  let dispatcher = null;
  if (simulated) {
    const { embedded, connection } = await startEmbedded(config, needs);
    opening.defer(async () => embedded.close());
    list = [connection];
    dispatcher = new InProcessDispatcher(embedded.fetch);
  } else {
    const { platformAuthority: ca } = config;
    const network = openDispatcher(ca === null ? {} : { ca }, {
      mayBeNear: (hostname) => mayBeNear(config.namedHosts, hostname),
    });
    opening.defer(() => network.close());
    dispatcher = network;
  }
  const connections = new Map<string, Connected>();
  for (const entry of list) {
    const platform = openIotda(entry.settings, { dispatcher, clock, random: Math.random });
    opening.defer(() => platform.close());
    connections.set(entry.id, connect(entry, simulated, platform));
  }
  for (const { id, name, settings, tls } of config.northbound) {
    const { own, ...authority } = tls;
    // Whoever set its address has named it.
    const network = openDispatcher(
      { ...authority, ...(own && { cert: own.cert, key: own.key.reveal() }) },
      { mayBeNear: () => true },
    );
    opening.defer(() => network.close());
    const platform = openNorthbound(settings, { dispatcher: network, clock, random: Math.random });
    opening.defer(() => platform.close());
    const region = new URL(settings.url).host;
    connections.set(id, connected({ id, name, region, simulated: false }, platform));
  }
  const open = opening.move();
  return { connections, close: () => open.disposeAsync() };
}
