import { resolve } from 'node:path';
import { z } from 'zod';
import { trustedProxies } from './http/client-address.ts';
import { isLoopback } from './http/site.ts';
import {
  ConfigError,
  type ConnectionConfig,
  connectionsIn,
  type Env,
  readSecret,
  type ReadText,
} from './config-connections.ts';
import { assertAllowedHosts, namedHosts, platformAuthority } from './config-hosts.ts';
import { type NorthboundConfig, northboundId, northboundIn, northboundOf } from './config-northbound.ts';
import { Secret } from './platform/secret.ts';

/** Everything that is set from outside. Secrets are wrapped, so that a printed configuration shows none. */
export type Config = {
  /** The address to listen on, and its port; 0 takes a free one. */
  host: string;
  port: number;
  /** Where people reach the console, when that is not the address it listens on. */
  publicUrl: URL | null;
  /** Addresses and networks (CIDR) of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** An absolute path: the database, the simulator's world and the set-up token. */
  dataDir: string;
  /** PostgreSQL instead of the embedded database. */
  databaseUrl: Secret | null;
  /** Configured v5 platforms. */
  connections: ConnectionConfig[];
  /** Hosts besides Huawei Cloud's own that may be called, and that may have private addresses: names and `*.` patterns. */
  namedHosts: string[];
  /** A further authority, in PEM form, that may vouch for the v5 platforms. */
  platformAuthority: string | null;
  /** Northbound platforms, beside them or instead of them. */
  northbound: NorthboundConfig[];
  /** How much faster than the clock the embedded simulator's devices are. */
  simulatorSpeed: number;
};

const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).transform((text) => new URL(text));
const numberFrom = (min: number, max: number, { whole }: { whole: boolean }) =>
  z
    .string()
    .transform(Number)
    .refine((value) => value >= min && value <= max && (!whole || Number.isInteger(value)), {
      error: `must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
    });

const Settings = z.object({
  PORT: numberFrom(0, 65_535, { whole: true }).default(8080),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, { error: 'must be an address or a host name' })
    .default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  DATA_DIR: z.string().default('./data'),
  SIMULATOR_SPEED: numberFrom(1, 10_000, { whole: false }).default(30),
});

// They are for parts that this version does not have; whoever sets them should not find out by waiting.
const unsupported = /^OIDC_/;

/** No platform is configured: the embedded simulator is shown, to whoever is on this machine. */
export const isDemo = ({ connections, northbound }: Pick<Config, 'connections' | 'northbound'>): boolean =>
  connections.length === 0 && northbound.length === 0;

function settingsIn(env: Env) {
  const parsed = Settings.safeParse(env);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`).join('\n'));
}

function proxiesIn(env: Env): string[] {
  const entries = (env['TRUSTED_PROXIES'] ?? '').split(',').map((entry) => entry.trim());
  const named = entries.filter((entry) => entry !== '');
  try {
    trustedProxies(named);
  } catch (error) {
    throw new ConfigError(`TRUSTED_PROXIES: ${error instanceof Error ? error.message : 'cannot be read'}.`);
  }
  return named;
}

/** Demonstration and plain HTTP are for the machine itself only. */
function assertReachable(config: Config): void {
  const { host, publicUrl } = config;
  const demo = isDemo(config);
  if (demo && !isLoopback(host))
    throw new ConfigError(
      `HOST: the demonstration lets anyone in, so it listens on this machine only, not on ${host}. Configure a platform (IOTDA_ENDPOINT, …), or leave HOST out.`,
    );
  if (demo && publicUrl !== null && !isLoopback(publicUrl.hostname))
    throw new ConfigError(
      'PUBLIC_URL: the demonstration lets anyone in, so it can only be shown on this machine. Configure a platform (IOTDA_ENDPOINT, …), or leave PUBLIC_URL out.',
    );
  if (publicUrl !== null && (publicUrl.pathname !== '/' || publicUrl.search !== '' || publicUrl.hash !== ''))
    throw new ConfigError('PUBLIC_URL: must be a scheme and a host only, with nothing behind them.');
  if (publicUrl !== null && publicUrl.protocol === 'http:' && !isLoopback(publicUrl.hostname))
    throw new ConfigError('PUBLIC_URL: must begin with https, because sessions are not safe without TLS.');
  if (publicUrl === null && !isLoopback(host))
    throw new ConfigError(
      `HOST: on ${host} others can reach the console, so PUBLIC_URL has to be set to the https address of the proxy in front of it.`,
    );
}

/**
 * The configuration of an environment; `readText` reads the files it names. Throws a `ConfigError`, whose message names the
 * variable and says what is wrong with it. An empty variable counts as absent.
 */
export function readConfig(environment: Env, readText: ReadText): Config {
  const env: Env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const foreign = Object.keys(env).find((name) => unsupported.test(name));
  if (foreign !== undefined) throw new ConfigError(`${foreign}: this version of the console has no use for it.`);
  const settings = settingsIn(env);
  const databaseUrl = readSecret(env, 'DATABASE_URL', readText);
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new ConfigError('DATABASE_URL: must begin with postgres:// or postgresql://.');
  const { connections, northbound: fromFile } = connectionsIn(env, readText);
  const single = northboundIn(env, readText);
  const config: Config = {
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ?? null,
    trustedProxies: proxiesIn(env),
    dataDir: resolve(settings.DATA_DIR),
    databaseUrl: databaseUrl === undefined ? null : new Secret(databaseUrl),
    connections,
    namedHosts: namedHosts(env),
    platformAuthority: platformAuthority(env, readText),
    northbound: [...(single === null ? [] : [single]), ...fromFile.map((entry) => northboundOf(entry, readText))],
    simulatorSpeed: settings.SIMULATOR_SPEED,
  };
  if (single !== null && [...connections, ...fromFile].some(({ id }) => id === northboundId))
    throw new ConfigError(`CONNECTIONS_FILE: the id ${northboundId} belongs to the platform of NORTHBOUND_URL.`);
  assertAllowedHosts(config.connections, env);
  assertReachable(config);
  return config;
}
