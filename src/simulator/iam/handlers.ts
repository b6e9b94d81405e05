/** The identity service: tokens for a user's password, and the projects a token can see. */
import type { World } from '#simulator/world/world.ts';
import type { Answer, Call } from '#simulator/iotda/call.ts';
import { isObject } from '#simulator/iotda/checks.ts';
import { issueToken, readToken } from './token.ts';

/** An answer with headers of its own. */
export type IdentityAnswer = Answer & { headers?: Record<string, string> };

/** `POST /v3/auth/tokens`: 201, the token in a header. */
export function createToken({ world, body, query }: Call): IdentityAnswer {
  const asked = readRequest(body);
  if (asked === null) return keystoneError(400, 'The request body is invalid', 'Bad Request');
  const { iamDomain, iamUser, iamPassword, projectId, region } = world.credentials;
  const known = asked.name === iamUser && asked.password === iamPassword && asked.domain === iamDomain;
  const scoped = asked.projectId === projectId || asked.projectName === region;
  if (!known || !scoped) return keystoneError(401, 'The username or password is wrong.', 'Unauthorized');

  const { token, issuedMs, expiresMs } = issueToken(world);
  return {
    status: 201,
    headers: { 'X-Subject-Token': token },
    body: {
      token: {
        expires_at: keystoneTime(expiresMs),
        issued_at: keystoneTime(issuedMs),
        methods: ['password'],
        project: projectBody(world),
        user: { name: iamUser, domain: domainBody(world) },
        roles: [{ id: '0', name: 'te_admin' }],
        catalog: (query.get('nocatalog') ?? '') === '' ? catalog(region) : [],
      },
    },
  };
}

/** `GET /v3/projects?name=`: for callers that know only their region. */
export function listProjects({ world, query }: Call, token: string | null): IdentityAnswer {
  if (token === null || readToken(world, token) === null) {
    return keystoneError(401, 'The token must be updated', 'Unauthorized');
  }
  const name = query.get('name');
  const projects = name === null || name === world.credentials.region ? [projectBody(world)] : [];
  return { status: 200, body: { projects, links: {} } };
}

export function keystoneError(code: number, message: string, title: string): IdentityAnswer {
  return { status: code, body: { error: { code, message, title } } };
}

type PasswordLogin = {
  name: unknown;
  password: unknown;
  domain: unknown;
  projectId: unknown;
  projectName: unknown;
};

function readRequest(body: unknown): PasswordLogin | null {
  const methods = at(body, 'auth', 'identity', 'methods');
  const user = at(body, 'auth', 'identity', 'password', 'user');
  const project = at(body, 'auth', 'scope', 'project');
  if (!Array.isArray(methods) || !methods.includes('password') || !isObject(user) || !isObject(project)) return null;
  return {
    name: user['name'],
    password: user['password'],
    domain: at(user, 'domain', 'name'),
    projectId: project['id'],
    projectName: project['name'],
  };
}

function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const step of path) found = isObject(found) ? found[step] : undefined;
  return found;
}

/** ISO with six fractional digits. */
const keystoneTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

const domainBody = ({ credentials }: World) => ({
  id: `d${credentials.projectId.slice(1)}`,
  name: credentials.iamDomain,
});

const projectBody = (world: World) => ({
  id: world.credentials.projectId,
  name: world.credentials.region,
  domain: domainBody(world),
});

const catalog = (region: string) =>
  ['ecs', 'obs', 'iotda', 'kms', 'smn', 'dms'].map((name) => ({
    name,
    type: name,
    endpoints: [{ interface: 'public', region, region_id: region, url: `https://${name}.${region}.example.com` }],
  }));
