/** An application of the northbound platform, for this folder's tests: logs in and asks as the vendor's pages print it. */
import { type Read, read, startSimulator } from '#simulator/test-client.ts';
import type { World } from '#simulator/world/world.ts';
import { applicationOf } from './call.ts';

type More = { headers?: Record<string, string>; token?: string };

const origin = 'https://server.example:8743';
const json = { 'Content-Type': 'application/json' };

export function command(world: World, more: Record<string, unknown> = {}, param: Record<string, unknown> = {}) {
  return {
    appId: applicationOf(world),
    timeout: 600,
    taskName: 'Valves',
    taskType: 'DeviceCmd',
    param: {
      type: 'DeviceList',
      deviceList: [],
      command: { serviceId: 'WaterMeter', method: 'ON_OFF', paras: { value: 'ON' } },
      ...param,
    },
    ...more,
  };
}

export function startApplication(options: Parameters<typeof startSimulator>[0] = {}) {
  const platform = startSimulator(options);
  const { simulator, world } = platform;
  const appId = applicationOf(world);
  const { appSecret: secret } = world.credentials;
  let token = '';

  async function send(
    method: string,
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body?: string },
  ) {
    const content = body === undefined ? {} : { body };
    return read(await simulator.fetch(new Request(`${origin}/iocm/app${path}`, { method, headers, ...content })));
  }
  const post = (path: string, form: Record<string, string>, type = 'application/x-www-form-urlencoded') =>
    send('POST', path, { headers: { 'Content-Type': type }, body: new URLSearchParams(form).toString() });

  async function login(form: Record<string, string> = { appId, secret }): Promise<Read> {
    const answer = await post('/sec/v1.1.0/login', form);
    if (answer.status === 200) token = answer.body.accessToken;
    return answer;
  }
  const refresh = (refreshToken: string) =>
    send('POST', '/sec/v1.1.0/refreshToken', { headers: json, body: JSON.stringify({ appId, secret, refreshToken }) });

  const ask = (method: string, path: string, body?: unknown, more: More = {}) =>
    send(method, `/batchtask/v1.1.0${path}`, {
      headers: { app_key: appId, Authorization: `Bearer ${more.token ?? token}`, ...json, ...more.headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  async function create(more: Record<string, unknown>, param: Record<string, unknown> = {}): Promise<string> {
    const { status, body } = await ask('POST', '/tasks', command(world, more, param));
    if (status !== 200 || body.taskID === undefined) throw new Error(`create answered ${JSON.stringify(body)}`);
    return body.taskID;
  }
  return { ...platform, appId, secret, post, login, refresh, ask, create, tokenNow: () => token };
}
