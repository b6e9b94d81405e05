/** Platform contract G.1: tokens of the identity service, and their use. */
import { expect, test } from 'vitest';
import { read, startSimulator, type TestSimulator } from '#simulator/test-client.ts';

type Login = { user?: string; password?: string; domain?: string; project?: Record<string, string> };

async function login(
  { simulator, world }: TestSimulator,
  { user, password, domain, project }: Login = {},
  search = '',
) {
  const { iamUser, iamPassword, iamDomain, region } = world.credentials;
  const body = {
    auth: {
      identity: {
        methods: ['password'],
        password: {
          user: { name: user ?? iamUser, password: password ?? iamPassword, domain: { name: domain ?? iamDomain } },
        },
      },
      scope: { project: project ?? { name: region } },
    },
  };
  const headers = { 'Content-Type': 'application/json;charset=utf8' };
  const url = `https://iam.example/v3/auth/tokens${search}`;
  return read(await simulator.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) })));
}

async function callWith({ simulator, world }: TestSimulator, token: string, path = '') {
  const url = path || `https://instance.example/v5/iot/${world.credentials.projectId}/apps`;
  return read(await simulator.fetch(new Request(url, { headers: { 'X-Auth-Token': token } })));
}

test('G.1: a token comes in a header, is several kilobytes and lives a day', async () => {
  const platform = startSimulator();
  const { status, body, headers } = await login(platform);
  const token = headers.get('X-Subject-Token') ?? '';
  expect(status).toBe(201);
  expect(token.length).toBeGreaterThanOrEqual(4000);
  expect(body.token.expires_at).toBe('2026-11-22T08:00:00.000000Z');
  expect(body.token.project).toMatchObject({ id: platform.world.credentials.projectId, name: 'cn-north-4' });
  expect(body.token.catalog.length).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toContain(token);

  expect((await callWith(platform, token)).status).toBe(200);
  platform.clock.advance('24 h');
  expect((await callWith(platform, token)).body.error_code).toBe('APIGW.0301');
});

test('G.1: `nocatalog` drops the catalog, and a project may be named by its ID', async () => {
  const platform = startSimulator();
  const project = { id: platform.world.credentials.projectId };
  const { status, body } = await login(platform, { project }, '?nocatalog=true');
  expect([status, body.token.catalog]).toEqual([201, []]);
});

test('G.1: a new token leaves the old one valid; revoking ends both', async () => {
  const platform = startSimulator();
  const first = (await login(platform)).headers.get('X-Subject-Token') ?? '';
  platform.clock.advance('1 min');
  const second = (await login(platform)).headers.get('X-Subject-Token') ?? '';
  expect((await callWith(platform, first)).status).toBe(200);
  platform.world.tokenGeneration += 1;
  expect((await callWith(platform, first)).status).toBe(401);
  expect((await callWith(platform, second)).status).toBe(401);
});

test('G.1: how long tokens live can be set', async () => {
  const platform = startSimulator();
  platform.world.tokenLifeMs = 60_000;
  const token = (await login(platform)).headers.get('X-Subject-Token') ?? '';
  platform.clock.advance('59 s');
  expect((await callWith(platform, token)).status).toBe(200);
  platform.clock.advance('1 s');
  expect((await callWith(platform, token)).status).toBe(401);
});

test.each<Login>([{ user: 'x' }, { password: 'x' }, { domain: 'x' }, { project: { name: 'cn-south-1' } }])(
  'G.1: wrong %o is refused in the form of the identity service',
  async (wrong) => {
    const { status, body } = await login(startSimulator(), wrong);
    expect(status).toBe(401);
    expect(body).toEqual({ error: { code: 401, message: expect.any(String), title: 'Unauthorized' } });
  },
);

test('G.1: what cannot be read is a bad request, also in that form', async () => {
  const { simulator } = startSimulator();
  const post = async (body: string) => {
    const headers = { 'Content-Type': 'application/json' };
    return read(
      await simulator.fetch(new Request('https://iam.example/v3/auth/tokens', { method: 'POST', headers, body })),
    );
  };
  for (const body of ['{', '{}', '{"auth":{"identity":{"methods":["totp"]}}}']) {
    const answer = await post(body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 400]);
  }
});

test('G.1: a made-up token opens nothing', async () => {
  const platform = startSimulator();
  for (const token of ['', 'MII', 'MIIabc.def.ghi', 'x'.repeat(4096)]) {
    expect((await callWith(platform, token)).status).toBe(401);
  }
});

test('G.1: a token finds the project of its region', async () => {
  const platform = startSimulator();
  const token = (await login(platform)).headers.get('X-Subject-Token') ?? '';
  const ask = (name: string) => callWith(platform, token, `https://iam.example/v3/projects?name=${name}`);
  expect((await ask('cn-north-4')).body.projects).toMatchObject([{ id: platform.world.credentials.projectId }]);
  expect((await ask('cn-south-1')).body.projects).toEqual([]);
  expect((await callWith(platform, 'x', 'https://iam.example/v3/projects')).body.error.code).toBe(401);
});
