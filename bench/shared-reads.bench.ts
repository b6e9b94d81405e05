/**
 * A page of the task list from the console (session check, filter and database included) against nginx's plain proxy in front of a server
 * that answers the very same bytes: what a person would wait for if the console only passed calls on. One request at a time, rounds of
 * both sides in turn. Skipped where there is no nginx.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, createServer, get } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { request } from 'undici';
import { readConfig } from '#server/config.ts';
import { start } from '#server/start.ts';
import { startEmbedded } from '#simulator/embedded.ts';
import { quantile, report, time } from './measure.ts';

const rounds = 12;
const readsPerRound = 50;
const warmUps = 2;
const goal = 0.8;
/** Reading has a limit for each person, so the readers take turns. */
const readers = ['operations', 'support', 'manager', 'admin'];
const list = '/api/v1/connections/simulator/tasks?limit=50';

if (!isMainThread) answerAlways(String(workerData));
else if (spawnSync('nginx', ['-v']).status === 0) await measure();
else console.log('There is no nginx here, so nothing to compare shared reads with: skipped.');

/** The server behind nginx, in a thread of its own. */
function answerAlways(page: string): void {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(page) };
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) =>
    response.writeHead(200, headers).end(page),
  );
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'console-bench-'));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const config = readConfig({ PORT: '0', DATA_DIR: join(folder, 'data') }, () => '');
  const console_ = await start(config, { simulator: startEmbedded, log: quiet });
  const cookies = await Promise.all(readers.map((role) => signIn(console_.url, role)));
  const page = await indexed(`${console_.url}${list}`, cookies[0] ?? '');
  const origin = new Worker(new URL(import.meta.url), { workerData: page });
  const [originPort] = (await once(origin, 'message')) as [number];
  const nginx = await startNginx(folder, originPort);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const sides = {
      'the console': (n: number) => read(agent, `${console_.url}${list}`, cookies[n % cookies.length] ?? ''),
      'nginx, plain proxy': () => read(agent, `${nginx.url}/`, ''),
    };
    const medians = new Map<string, number[]>();
    for (let round = 0; round < warmUps + rounds; round += 1)
      for (const [side, act] of Object.entries(sides)) {
        const took: number[] = [];
        for (let n = 0; n < readsPerRound; n += 1) took.push(await time(() => act(n)));
        if (round >= warmUps) medians.set(side, [...(medians.get(side) ?? []), quantile(took, 0.5)]);
      }
    console.log(
      `A page of the task list, ${Buffer.byteLength(page)} bytes, medians of ${rounds} rounds of ${readsPerRound}:`,
    );
    for (const [side, list_] of medians) console.log(`  ${quantile(list_, 0.5).toFixed(3)} ms a read, ${side}`);
    const rival = medians.get('nginx, plain proxy') ?? [];
    const ratios = (medians.get('the console') ?? []).map((ms, round) => ms / (rival[round] ?? Number.NaN));
    report('shared read ÷ nginx, plain proxy, p50', quantile(ratios, 0.5), { goal, unit: '×' });
  } finally {
    agent.destroy();
    nginx.process.kill();
    await once(nginx.process, 'exit');
    await origin.terminate();
    await console_.close();
    await rm(folder, { recursive: true });
  }
}

async function signIn(url: string, role: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json', Origin: url };
  const answer = await request(`${url}/api/v1/session/demo`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ role }),
  });
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

function read(agent: Agent, url: string, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: cookie === '' ? {} : { Cookie: cookie } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} was answered with ${response.statusCode}`));
      response.resume().once('end', resolve);
    }).once('error', reject);
  });
}

async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A plain proxy with connections kept open on both sides, and nothing else. */
async function startNginx(folder: string, originPort: number): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off; keepalive_requests 100000; ${paths.join(' ')}
  upstream origin { server 127.0.0.1:${originPort}; keepalive 8; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 50; tries += 1) {
    const answers = await request(url).then(
      async ({ body }) => (await body.dump(), true),
      () => false,
    );
    if (answers) return { url, process: nginx };
    await sleep(100);
  }
  nginx.kill();
  throw new Error('nginx did not start');
}
