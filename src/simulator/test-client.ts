/** A client for this folder's tests: signs with the world's keys at the clock's time and reads the answer. */
import { type Query, type SigningAlgorithm, signRequest, unsignedPayload } from '#wire/iotda/signing.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import { findScenario } from './scenarios/scenarios.ts';
import { createSimulator, type SimulatorOptions } from './simulator.ts';
import { type ManualClock, manualClock } from './world/clock.ts';
import type { Credentials } from './world/credentials.ts';
import { deviceIdOf } from './world/fleet.ts';
import { nodeHashing } from './world/hashing.ts';
import { createWorld } from './world/world.ts';

export const testStartMs = Date.UTC(2026, 10, 21, 8);

/** The parts of an answer that tests look at; the body is what JSON.parse made of it, or the text when it is no JSON. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape, and a wrong guess fails the test
export type Read = { status: number; body: any; headers: Headers };

export type Ask = {
  query?: Query;
  body?: unknown;
  algorithm?: SigningAlgorithm;
  /** Instead of the world's. */
  secretKey?: string;
  /** How far the caller's clock is off. */
  skewMs?: number;
  host?: string;
  contentType?: string;
  /** Sent as the multipart part `file`, its payload unsigned as the vendor's clients do. */
  file?: { name: string; bytes: Uint8Array<ArrayBuffer>; part?: string };
};

export type TestSimulator = ReturnType<typeof startSimulator>;

export function startSimulator(
  options: {
    scenario?: string;
    seed?: number;
    speed?: number;
    startMs?: number;
    credentials?: Partial<Credentials>;
  } & SimulatorOptions = {},
) {
  const { scenario: name = 'fresh-fleet', seed = 7, speed = 1, startMs = testStartMs, credentials, ...rest } = options;
  const scenario = findScenario(name);
  if (scenario === null) throw new RangeError(`no scenario ${name}`);
  const clock: ManualClock = manualClock(startMs);
  const world = createWorld({ scenario, seed, clock, speed, ...(credentials !== undefined && { credentials }) });
  const simulator = createSimulator(world, rest);
  const { products, packages, spaces, groups } = world.fleet.catalogue;

  /** A signed request below `/v5/iot/{project_id}`. */
  function signed(method: string, path: string, ask: Ask = {}): Request {
    const { query = {}, body, algorithm = 'v11', skewMs = 0, host = 'instance.example' } = ask;
    const contentType = ask.contentType ?? 'application/json';
    const { ak, sk, region, projectId } = world.credentials;
    const text = body === undefined ? '' : JSON.stringify(body);
    const form = ask.file === undefined ? null : formOf(ask.file);
    const fullPath = `/v5/iot/${projectId}${path}`;
    const date = formatBasicTime(clock.now() + skewMs);
    const signedType = form === null ? { 'Content-Type': contentType } : { 'X-Sdk-Content-Sha256': unsignedPayload };
    const headers = { ...signedType, Host: host, 'X-Sdk-Date': date };
    const { authorization } = signRequest(
      {
        algorithm,
        accessKey: ak,
        secretKey: ask.secretKey ?? sk,
        date,
        region,
        method,
        path: fullPath,
        query,
        headers,
        payloadHash: form === null ? nodeHashing.sha256Hex(text) : unsignedPayload,
      },
      nodeHashing,
    );
    const url = new URL(`https://${host}${fullPath}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, String(value));
    url.search = url.search.replaceAll('+', '%20');
    return new Request(url, {
      method,
      headers: { ...headers, Authorization: authorization },
      ...(text !== '' && { body: text }),
      ...(form !== null && { body: form }),
    });
  }

  function formOf({ name, bytes, part = 'file' }: NonNullable<Ask['file']>): FormData {
    const form = new FormData();
    form.append(part, new Blob([bytes]), name);
    return form;
  }

  const call = async (method: string, path: string, ask?: Ask): Promise<Read> =>
    read(await simulator.fetch(signed(method, path, ask)));

  /** IDs of `count` water meters, in order of registration. */
  const meters = (from: number, count: number): string[] =>
    [...(world.fleet.bySerial[0] ?? [])].slice(from, from + count).map((device) => deviceIdOf(world.fleet, device));

  const packageId = (product: number, version: string): string =>
    packages.find((one) => one.product === product && one.version === version)?.packageId ?? 'missing';

  /** Creates an upgrade of water meters to 2.5.0 unless told otherwise; answers the task ID. */
  async function createUpgrade(more: Record<string, unknown> = {}, devices = meters(0, 30)): Promise<string> {
    const { status, body } = await call('POST', '/batchtasks', { body: { ...upgradeBody(devices), ...more } });
    if (status !== 201) throw new Error(`create answered ${status} ${JSON.stringify(body)}`);
    return body.task_id;
  }

  const upgradeBody = (devices: string[]) => ({
    app_id: spaces[0]?.appId,
    task_name: '固件升级_01',
    task_type: 'firmwareUpgrade',
    targets: devices,
    document: { package_ids: [packageId(0, '2.5.0')] },
  });

  const show = async (taskId: string, query: Query = {}) =>
    (await call('GET', `/batchtasks/${taskId}`, { query })).body;

  return {
    clock,
    world,
    simulator,
    products,
    packages,
    spaces,
    groups,
    signed,
    call,
    meters,
    packageId,
    createUpgrade,
    upgradeBody,
    show,
  };
}

export async function read(response: Response): Promise<Read> {
  const text = await response.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Not JSON: the text is the body.
  }
  return { status: response.status, body, headers: response.headers };
}
