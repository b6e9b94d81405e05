import { createSecureContext } from 'node:tls';
import { ConfigError, type ConnectionConfig, type Env, readFrom, type ReadText } from './config-connections.ts';
import { isLoopback } from './http/site.ts';

/** The vendor's own hosts. Any other has to be named, so that a slip of the pen sends no credential to a stranger. */
const vendorHosts = ['*.myhuaweicloud.com', '*.huaweicloud.com'];

/** Whether a pattern, a host name or `*.` and the end of one, takes in a host. A `*` stands for one or more whole labels. */
function takesIn(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern;
  const end = pattern.slice(1);
  return host.endsWith(end) && host.length > end.length;
}

/** The hosts that are named besides the vendor's own: names and `*.` patterns. */
export const namedHosts = (env: Env): string[] =>
  (env.IOTDA_ALLOWED_HOSTS ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');

/** Whether a name may lead to this machine or its neighbours: only where somebody has named it. */
export const mayBeNear = (named: readonly string[], hostname: string): boolean =>
  isLoopback(hostname) || named.some((pattern) => takesIn(pattern, hostname));

/** Throws a ConfigError where a connection's endpoint, or the IAM it takes tokens from, is a host that nobody has allowed. */
export function assertAllowedHosts(connections: readonly ConnectionConfig[], env: Env): void {
  const patterns = [...vendorHosts, ...namedHosts(env)];
  for (const pattern of patterns) {
    if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(pattern))
      throw new ConfigError(`IOTDA_ALLOWED_HOSTS: ${pattern} is neither a host name nor *. and the end of one.`);
  }
  for (const { settings } of connections) {
    const { endpoint, credentials } = settings;
    const urls = [endpoint, ...(credentials.kind === 'password' ? [credentials.iamEndpoint] : [])];
    for (const { hostname } of urls.map((url) => new URL(url))) {
      if (isLoopback(hostname) || patterns.some((pattern) => takesIn(pattern, hostname))) continue;
      throw new ConfigError(
        `IOTDA_ALLOWED_HOSTS: ${hostname} is no host of Huawei Cloud; name it here if it is your platform.`,
      );
    }
  }
}

/** A further authority that may vouch for the v5 platforms and their IAM, in PEM form; null where there is none. */
export function platformAuthority(env: Env, readText: ReadText): string | null {
  const path = env.IOTDA_CA;
  if (path === undefined) return null;
  const ca = readFrom(path, 'IOTDA_CA', readText);
  try {
    if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no certificate');
    createSecureContext({ ca });
  } catch {
    throw new ConfigError(`IOTDA_CA: ${path} holds no certificate in PEM form.`);
  }
  return ca;
}
