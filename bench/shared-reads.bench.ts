/**
 * A page of the task list from the console (session check, rate limit, filter and database included) against nginx in front of a server
 * that answers the very same bytes: its plain proxy, which is what a person would wait for if the console only passed calls on, and its
 * cache. Console and nginx have a core to themselves, the rest another. Skipped without nginx (Debian: `apt-get install nginx-light`).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { readConfig } from '#server/config.ts';
import { start } from '#server/start.ts';
import { pastUpgrade } from '#simulator/scenarios/past.ts';
import { pack, product, utilityFleet } from '#simulator/scenarios/utility-fleet.ts';
import { createSimulator } from '#simulator/simulator.ts';
import { createWorld } from '#simulator/world/world.ts';
import { moveTo } from './cores.ts';
import { quantile, report } from './measure.ts';
import { hasNginx, startNginx } from './nginx.ts';
import { type Asked, asked, readInTurn, readsInASecond } from './raw-client.ts';

const tasks = 60;
const devicesOfEach = 50;
const warmUps = 5;
const rounds = 60;
const readsPerRound = 100;
const readers = 32;
const loadMs = 150;
const list = '/api/v1/connections/simulator/tasks?limit=50';

const [, , role, argument = ''] = process.argv;
if (role === 'console') await serveConsole(argument);
else if (role === 'origin') serveOrigin();
else if (hasNginx()) await measure();
else console.log('There is no nginx here, so nothing to compare shared reads with: skipped.');

/** A platform with so many tasks of the last days, inside the console's process. */
function startPlatform() {
  const past = Array.from({ length: tasks }, (_, nth) =>
    pastUpgrade({
      agoMinutes: (tasks - nth) * 60,
      name: `Meters_wave_${nth}`,
      type: 'firmwareUpgrade',
      pack: pack.meter250,
      devices: { product: product.waterMeter, from: nth * devicesOfEach, count: devicesOfEach },
    }),
  );
  const world = createWorld({ scenario: { name: 'bench', plan: utilityFleet('quiet'), past }, seed: 3 });
  const credentials = { ...world.credentials, endpoint: 'https://simulated-platform.invalid' };
  return { fetch: createSimulator(world).fetch, credentials, close: () => undefined };
}

/** As `npm start` runs it, but a person may read as much as they like: what they read is still counted. */
async function serveConsole(folder: string) {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const config = readConfig({ PORT: '0', DATA_DIR: folder }, () => '');
  const limits = { read: { burst: 1e9, perMinute: 1_200 } };
  const { port } = await start(config, { simulator: startPlatform, log: quiet, limits });
  process.send?.(port);
}

/** The server behind nginx: it is told the page, and answers with it whatever it is asked. */
function serveOrigin() {
  let page = '';
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(page) };
    response.writeHead(200, headers).end(page);
  });
  process.on('message', (message) => (page = String(message)));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)); // on TCP
}

async function startOne(what: string, ...rest: string[]): Promise<{ port: number; process: ChildProcess }> {
  const process_ = fork(fileURLToPath(import.meta.url), [what, ...rest]);
  const [port] = (await once(process_, 'message')) as [number]; // as both servers send it
  return { port, process: process_ };
}

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'console-bench-'));
  const arePinned = moveTo(1);
  const origin = await startOne('origin');
  moveTo(0);
  const console_ = await startOne('console', join(folder, 'data'));
  const bare = await startOne('origin');
  const cookie = await signIn(`http://127.0.0.1:${console_.port}`);
  const page = await indexed(`http://127.0.0.1:${console_.port}${list}`, cookie);
  for (const { process: process_ } of [origin, bare]) process_.send(page);
  const nginx = await startNginx(folder, origin.port);
  moveTo(1);
  try {
    const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
    const sides: Record<string, Asked> = {
      'the console': asked(console_.port, list, headers),
      'nginx, plain proxy': asked(nginx.port, '/plain', headers),
      'nginx, cache of a second': asked(nginx.port, '/cached', headers),
      'node:http that answers the bytes and does nothing else': asked(bare.port, '/', headers),
    };
    const waits = await inRounds(sides, async (side) => quantile(await readInTurn(side, readsPerRound), 0.5));
    const rates = await inRounds(sides, (side) => readsInASecond(side, readers, loadMs));
    console.log(
      `A page of the task list, ${Buffer.byteLength(page)} bytes, medians of ${rounds} rounds${arePinned ? '' : ', not on cores of their own'}:`,
    );
    for (const side of Object.keys(sides)) {
      const ms = quantile(waits[side] ?? [], 0.5).toFixed(3);
      console.log(`  ${ms} ms a read, ${quantile(rates[side] ?? [], 0.5).toFixed(0)} reads a second, ${side}`);
    }
    const ratio = (of: Record<string, number[]>, rival: string) =>
      quantile(
        (of['the console'] ?? []).map((value, round) => value / (of[rival]?.[round] ?? Number.NaN)),
        0.5,
      );
    report('shared read ÷ nginx, plain proxy, p50', ratio(waits, 'nginx, plain proxy'), { goal: 0.8, unit: '×' });
    report('shared read ÷ nginx, cache, p50', ratio(waits, 'nginx, cache of a second'), { goal: 1.25, unit: '×' });
    report('shared reads a second ÷ nginx, cache, 32 readers', ratio(rates, 'nginx, cache of a second'), {
      atLeast: 0.6,
      unit: '×',
    });
  } finally {
    for (const { process: process_ } of [nginx, origin, bare, console_]) {
      process_.kill();
      if (process_.exitCode === null) await once(process_, 'exit');
    }
    await rm(folder, { recursive: true });
  }
}

/** What `act` gives for each side, in turn, so many times after warming up. */
async function inRounds(sides: Record<string, Asked>, act: (side: Asked) => Promise<number>) {
  const values: Record<string, number[]> = {};
  for (let round = 0; round < warmUps + rounds; round += 1)
    for (const [name, side] of Object.entries(sides)) {
      const value = await act(side);
      if (round >= warmUps) (values[name] ??= []).push(value);
    }
  return values;
}

async function signIn(url: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json', Origin: url };
  const body = JSON.stringify({ role: 'manager' });
  const answer = await request(`${url}/api/v1/session/demo`, { method: 'POST', headers, body });
  await answer.body.dump();
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

/** The list once every kind was read from the platform. */
async function indexed(url: string, cookie: string): Promise<string> {
  for (;;) {
    const text = await (await request(url, { headers: { cookie } })).body.text();
    if (!text.includes('"indexedAt":null')) return text;
    await sleep(500);
  }
}
