import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import {
  ConfigError,
  type Env,
  isPlatformUrl,
  type NorthboundEntry,
  readFrom,
  readSecret,
  type ReadText,
} from './config-connections.ts';
import type { NorthboundSettings } from './platform/northbound.ts';
import { Secret } from './platform/secret.ts';

/** The configured northbound platform, and what its TLS needs: a private authority, our own certificate. */
export type NorthboundConfig = {
  id: string;
  name: string;
  settings: NorthboundSettings;
  tls: { ca?: string; own?: { cert: string; key: Secret } };
};

type PemTexts = { cert?: string; key?: string; ca?: string };

const Settings = z.object({
  NORTHBOUND_URL: z.string({ error: 'is missing; a northbound platform needs it' }).refine(isPlatformUrl, {
    error: 'must be https://host[:port] with nothing behind it; http is for a simulator on this machine',
  }),
  NORTHBOUND_APP_ID: z
    .string({ error: 'is missing; a northbound platform needs it' })
    .regex(/^[A-Za-z0-9_-]{1,256}$/, { error: 'must be an application ID' }),
  NORTHBOUND_SELECT: z.enum(['tag', 'tags'], { error: 'must be tag or tags' }).default('tag'),
  NORTHBOUND_CALLS_PER_MINUTE: z
    .string()
    .transform(Number)
    .refine((value) => value >= 1 && value <= 60_000, { error: 'must be a number from 1 to 60000' })
    .default(90),
});

const fileNames = { cert: 'NORTHBOUND_CERT', key: 'NORTHBOUND_KEY', ca: 'NORTHBOUND_CA' } as const;

type PemPaths = Partial<Record<keyof typeof fileNames, string | undefined>>;

/**
 * The PEM files are read and tried here, so that a wrong one is a sentence at start and not a failure of every call. `names`: what
 * each of them is called where it was set.
 */
function tlsIn(
  paths: PemPaths,
  names: Record<keyof typeof fileNames, string>,
  readText: ReadText,
): NorthboundConfig['tls'] {
  const tls: PemTexts = {};
  for (const name of ['cert', 'key', 'ca'] as const) {
    const variable = names[name];
    const path = paths[name];
    if (path === undefined) continue;
    const text = readFrom(path, variable, readText);
    const isPem = name === 'key' ? /-----BEGIN [A-Z ]*PRIVATE KEY-----/ : /-----BEGIN CERTIFICATE-----/;
    if (!isPem.test(text)) {
      throw new ConfigError(
        `${variable}: ${path} holds no ${name === 'key' ? 'private key' : 'certificate'} in PEM form.`,
      );
    }
    tls[name] = text;
  }
  const { cert, key, ca } = tls;
  if ((cert === undefined) !== (key === undefined))
    throw new ConfigError(`${names[cert === undefined ? 'cert' : 'key']}: is missing; a certificate needs its key.`);
  const isUsable = (what: PemTexts): boolean => {
    try {
      createSecureContext(what);
      return true;
    } catch {
      return false;
    }
  };
  if (ca !== undefined && !isUsable({ ca })) throw new ConfigError(`${names.ca}: the certificate cannot be read.`);
  if (cert !== undefined && key !== undefined && !isUsable({ cert, key }))
    throw new ConfigError(
      `${names.key}: cannot be used with ${names.cert}; it belongs to another certificate, or is protected by a password.`,
    );
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { own: { cert, key: new Secret(key) } }),
  };
}

/** What the northbound connection of an environment is called in addresses. */
export const northboundId = 'northbound';

/** The northbound platform of an environment; null when nothing of it is set. */
export function northboundIn(env: Env, readText: ReadText): NorthboundConfig | null {
  if (!Object.keys(env).some((name) => name.startsWith('NORTHBOUND_'))) return null;
  const secret = readSecret(env, 'NORTHBOUND_SECRET', readText);
  const parsed = Settings.safeParse(env);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`);
    throw new ConfigError(sentences.join('\n'));
  }
  if (secret === undefined) throw new ConfigError('NORTHBOUND_SECRET: is missing; a northbound platform needs it.');
  const { NORTHBOUND_URL: url, NORTHBOUND_APP_ID: appId, NORTHBOUND_SELECT: select } = parsed.data;
  const { NORTHBOUND_CERT: cert, NORTHBOUND_KEY: key, NORTHBOUND_CA: ca } = env;
  return {
    id: northboundId,
    name: 'Northbound',
    settings: {
      url,
      appId,
      secret: new Secret(secret),
      select,
      callsPerMinute: parsed.data.NORTHBOUND_CALLS_PER_MINUTE,
    },
    tls: tlsIn({ cert, key, ca }, fileNames, readText),
  };
}

/** A northbound platform of `CONNECTIONS_FILE`. */
export function northboundOf({ id, name, northbound }: NorthboundEntry, readText: ReadText): NorthboundConfig {
  const { cert, key, ca, ...settings } = northbound;
  const nameOf = (what: string) => `CONNECTIONS_FILE: ${what} of ${id}`;
  const names = { cert: nameOf('cert'), key: nameOf('key'), ca: nameOf('ca') };
  return { id, name: name ?? `Northbound ${id}`, settings, tls: tlsIn({ cert, key, ca }, names, readText) };
}
