import { z } from 'zod';
import { ConnectionId } from '#shared/domain/task.ts';
import { isLoopback } from './http/site.ts';
import type { IotdaSettings } from './platform/iotda.ts';
import { Secret } from './platform/secret.ts';

/** What the configuration is read from. */
export type Env = Readonly<Record<string, string | undefined>>;
export type ReadText = (path: string) => string;

/** What is wrong with the configuration, as sentences for whoever set it. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** One configured platform. */
export type ConnectionConfig = { id: string; name: string; settings: IotdaSettings };

/** The value of `name`, or the content of the file that `name_FILE` names, without its last line break. */
export function readSecret(env: Env, name: string, readText: ReadText): string | undefined {
  const path = env[`${name}_FILE`];
  if (path === undefined) return env[name];
  if (env[name] !== undefined) throw new ConfigError(`${name}: set either ${name} or ${name}_FILE, not both.`);
  return readFrom(path, `${name}_FILE`, readText);
}

/** The content of a file, without its last line break; `name` is the variable that named it. */
export function readFrom(path: string, name: string, readText: ReadText): string {
  try {
    return readText(path).replace(/\r?\n$/, '');
  } catch {
    throw new ConfigError(`${name}: the file ${path} cannot be read.`);
  }
}

// Where a secret of the connections file is: never in the file itself.
const SecretPlace = z.union([z.strictObject({ env: z.string() }), z.strictObject({ file: z.string() })]);

// The wire allows more, but nothing else is a project ID.
const projectId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'must be a project ID' });
const endpoint = z.url({ error: 'must be a URL' }).refine(isPlatformUrl, {
  error: 'must be https://host[:port] with nothing behind it; http is for a simulator on this machine',
});

/** `https://host[:port]`, or `http` on this machine, with nothing behind it. */
export function isPlatformUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, username } = new URL(text);
  if (pathname !== '/' || search !== '' || username !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const common = {
  endpoint,
  region: z.string().regex(/^[a-z0-9-]{1,64}$/, { error: 'must be a region such as cn-north-4' }),
  projectId,
  instanceId: z.string().max(36).optional(),
  signing: z.enum(['auto', 'sdk', 'v11'], { error: 'must be auto, sdk or v11' }).default('auto'),
  packageField: z
    .enum(['package_ids', 'package_id'], { error: 'must be package_ids or package_id' })
    .default('package_ids'),
  callsPerSecond: z.coerce
    .number({ error: 'must be a number' })
    .pipe(z.number().min(0.1, { error: 'must be at least 0.1' }).max(1_000))
    .default(5),
};

const fileCommon = { id: ConnectionId, name: z.string().min(1).max(64).optional(), ...common };
const KeyEntry = z.strictObject({
  ...fileCommon,
  accessKey: SecretPlace,
  secretKey: SecretPlace,
  securityToken: SecretPlace.optional(),
});
const UserEntry = z.strictObject({
  ...fileCommon,
  iam: z.strictObject({ endpoint, domain: z.string(), user: z.string(), password: SecretPlace }),
});
/** A northbound platform of the file. Certificate, key and authority are PEM files. */
const NorthboundEntry = z.strictObject({
  id: ConnectionId,
  name: z.string().min(1).max(64).optional(),
  northbound: z.strictObject({
    url: endpoint,
    appId: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
    secret: SecretPlace,
    select: z.enum(['tag', 'tags']).default('tag'),
    callsPerMinute: z.number().min(1).max(60_000).default(90),
    cert: z.string().optional(),
    key: z.string().optional(),
    ca: z.string().optional(),
  }),
});
export type NorthboundEntry = Omit<z.output<typeof NorthboundEntry>, 'northbound'> & {
  northbound: Omit<z.output<typeof NorthboundEntry>['northbound'], 'secret'> & { secret: Secret };
};
type Connections = { connections: ConnectionConfig[]; northbound: NorthboundEntry[] };

/** What an entry is meant to be shows in what it has; so a mistake in it is named, which a union of all would not do. */
function schemaOf(entry: unknown) {
  const has = (name: string) => typeof entry === 'object' && entry !== null && Object.hasOwn(entry, name);
  return has('northbound') ? NorthboundEntry : has('iam') ? UserEntry : KeyEntry;
}
const Entry = z.unknown().transform((entry, context) => {
  const parsed = schemaOf(entry).safeParse(entry);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [null];
    for (const name of names) {
      const path = name === null ? issue.path : [...issue.path, name];
      context.addIssue({ code: 'custom', input: entry, path });
    }
  }
  return z.NEVER;
});
const ConnectionsFile = z.array(Entry).min(1, { error: 'must list a connection' }).max(20);

const names = {
  endpoint: 'IOTDA_ENDPOINT',
  region: 'IOTDA_REGION',
  projectId: 'IOTDA_PROJECT_ID',
  instanceId: 'IOTDA_INSTANCE_ID',
  signing: 'IOTDA_SIGNING',
  packageField: 'IOTDA_PACKAGE_FIELD',
  callsPerSecond: 'IOTDA_CALLS_PER_SECOND',
} as const;
const secretNames = ['IOTDA_AK', 'IOTDA_SK', 'IOTDA_SECURITY_TOKEN', 'IOTDA_IAM_PASSWORD'] as const;
const iamNames = ['IOTDA_IAM_ENDPOINT', 'IOTDA_IAM_DOMAIN', 'IOTDA_IAM_USER'] as const;

type Parsed = z.output<z.ZodObject<typeof common>>;

const settingsOf = (parsed: Parsed, credentials: IotdaSettings['credentials']): IotdaSettings => {
  const { instanceId, endpoint: at, region, projectId: project, signing, packageField, callsPerSecond } = parsed;
  return {
    endpoint: at,
    region,
    projectId: project,
    ...(instanceId === undefined ? {} : { instanceId }),
    credentials,
    signing,
    packageField,
    callsPerSecond,
  };
};

function needed(value: string | undefined, name: string, because: string): string {
  if (value === undefined) throw new ConfigError(`${name}: is missing; ${because}.`);
  return value;
}

function credentialsIn(env: Env, secrets: Map<string, string | undefined>): IotdaSettings['credentials'] {
  const usesKey = secrets.get('IOTDA_AK') !== undefined || secrets.get('IOTDA_SK') !== undefined;
  const usesPassword =
    iamNames.some((name) => env[name] !== undefined) || secrets.get('IOTDA_IAM_PASSWORD') !== undefined;
  if (usesKey && usesPassword)
    throw new ConfigError(
      'IOTDA_AK: set either an access key (IOTDA_AK, IOTDA_SK) or an IAM user (IOTDA_IAM_…), not both.',
    );
  if (usesPassword) {
    const because = 'an IAM user needs endpoint, domain, user and password';
    const [iamEndpoint, domain, user] = iamNames.map((name) => needed(env[name], name, because));
    if (iamEndpoint === undefined || !isPlatformUrl(iamEndpoint))
      throw new ConfigError('IOTDA_IAM_ENDPOINT: must be https://host[:port] with nothing behind it.');
    const password = new Secret(needed(secrets.get('IOTDA_IAM_PASSWORD'), 'IOTDA_IAM_PASSWORD', because));
    return { kind: 'password', iamEndpoint, domain: domain ?? '', user: user ?? '', password };
  }
  const because = 'a platform needs an access key (IOTDA_AK and IOTDA_SK) or an IAM user (IOTDA_IAM_…)';
  const token = secrets.get('IOTDA_SECURITY_TOKEN');
  return {
    kind: 'access_key',
    accessKey: needed(secrets.get('IOTDA_AK'), 'IOTDA_AK', because),
    secretKey: new Secret(needed(secrets.get('IOTDA_SK'), 'IOTDA_SK', because)),
    ...(token === undefined ? {} : { securityToken: new Secret(token) }),
  };
}

function fromEnvironment(env: Env, readText: ReadText): ConnectionConfig[] {
  const secrets = new Map<string, string | undefined>(
    secretNames.map((name) => [name, readSecret(env, name, readText)]),
  );
  const isSet = [...Object.values(names), ...iamNames].some((name) => env[name] !== undefined);
  if (!isSet && [...secrets.values()].every((value) => value === undefined)) return [];
  const given = Object.entries(names).filter(([, name]) => env[name] !== undefined);
  const parsed = z.object(common).safeParse(Object.fromEntries(given.map(([key, name]) => [key, env[name]])));
  if (!parsed.success) {
    const nameOf = (key: PropertyKey | undefined) => names[key as keyof typeof names];
    const sentences = parsed.error.issues.map(({ path, message }) => {
      const name = nameOf(path[0]);
      return `${name}: ${env[name] === undefined ? 'is missing; a platform needs it' : message}.`;
    });
    throw new ConfigError(sentences.join('\n'));
  }
  const { region } = parsed.data;
  return [{ id: 'iotda', name: `IoTDA ${region}`, settings: settingsOf(parsed.data, credentialsIn(env, secrets)) }];
}

function fromFile(path: string, env: Env, readText: ReadText): Connections {
  const broken = (why: string) => new ConfigError(`CONNECTIONS_FILE: ${path} ${why}`);
  let content: unknown;
  try {
    content = JSON.parse(readFrom(path, 'CONNECTIONS_FILE', readText));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw broken('is not JSON.');
  }
  const parsed = ConnectionsFile.safeParse(content);
  // Where it is wrong, not what stands there: somebody may have put a secret into it after all.
  if (!parsed.success)
    throw broken(`does not fit: ${parsed.error.issues.map((issue) => issue.path.join('.') || 'the list').join(', ')}.`);
  const secret = (place: z.output<typeof SecretPlace>): string => {
    if ('file' in place) return readFrom(place.file, 'CONNECTIONS_FILE', readText);
    return needed(env[place.env], place.env, 'CONNECTIONS_FILE names it');
  };
  const northbound: NorthboundEntry[] = [];
  const connections: ConnectionConfig[] = [];
  for (const entry of parsed.data) {
    if ('northbound' in entry) {
      const { northbound: platform } = entry;
      northbound.push({ ...entry, northbound: { ...platform, secret: new Secret(secret(platform.secret)) } });
      continue;
    }
    const credentials: IotdaSettings['credentials'] =
      'iam' in entry
        ? {
            kind: 'password',
            iamEndpoint: entry.iam.endpoint,
            domain: entry.iam.domain,
            user: entry.iam.user,
            password: new Secret(secret(entry.iam.password)),
          }
        : {
            kind: 'access_key',
            accessKey: secret(entry.accessKey),
            secretKey: new Secret(secret(entry.secretKey)),
            ...(entry.securityToken === undefined ? {} : { securityToken: new Secret(secret(entry.securityToken)) }),
          };
    const { id, name = `IoTDA ${entry.region}` } = entry;
    connections.push({ id, name, settings: settingsOf(entry, credentials) });
  }
  const ids = parsed.data.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw broken('gives two connections one id.');
  return { connections, northbound };
}

/** The platforms of an environment: one from `IOTDA_…`, or those of `CONNECTIONS_FILE`; none when nothing is set. */
export function connectionsIn(env: Env, readText: ReadText): Connections {
  const path = env.CONNECTIONS_FILE;
  const single = fromEnvironment(env, readText);
  if (path === undefined) return { connections: single, northbound: [] };
  if (single.length > 0)
    throw new ConfigError('CONNECTIONS_FILE: set either CONNECTIONS_FILE or the IOTDA_… variables, not both.');
  return fromFile(path, env, readText);
}
