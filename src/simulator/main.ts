/**
 * Runs the simulator alone, so that any IoTDA client can be pointed at it:
 * `--port N` (0 = a free one) `--speed X` `--scenario name` `--seed word` `--data DIR` `--log FILE`
 * `--edition basic|standard|any` `--control` `--calls-per-second N` `--calls-per-minute N` `--throttled-as gateway|application`, and the northbound platform over TLS with `--tls-cert FILE` `--tls-key FILE`
 * `--tls-ca FILE` (clients need a certificate of it) `--tls-port N`. The first line on standard output is one line of JSON that says how to reach it.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { inspect, parseArgs } from 'node:util';
import { withControl } from './control.ts';
import { accessTo, defaultSeed, namedScenario } from './embedded.ts';
import type { Edition } from './iotda/authentication.ts';
import type { RateLimit } from './iotda/rate-limit.ts';
import { openWorld } from './persistence.ts';
import { findScenario } from './scenarios/scenarios.ts';
import { serveHttp, type TlsFiles } from './server.ts';
import { createSimulator } from './simulator.ts';
import { systemClock } from './world/clock.ts';
import { seedOf } from './world/random.ts';
import { createWorld } from './world/world.ts';

const editions: readonly Edition[] = ['basic', 'standard', 'any'];

/** Throws an error with a sentence about what is wrong. */
function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8090' },
      speed: { type: 'string', default: '1' },
      scenario: { type: 'string', default: 'demo' },
      seed: { type: 'string', default: defaultSeed },
      data: { type: 'string' },
      log: { type: 'string' },
      edition: { type: 'string', default: 'any' },
      control: { type: 'boolean', default: false },
      'calls-per-second': { type: 'string' },
      'calls-per-minute': { type: 'string' },
      'throttled-as': { type: 'string', default: 'gateway' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'tls-ca': { type: 'string' },
      'tls-port': { type: 'string', default: '8743' },
    },
  });
  const edition = editions.find((one) => one === values.edition);
  const port = Number(values.port);
  const speed = Number(values.speed);
  if (edition === undefined) throw new RangeError('--edition is basic, standard or any');
  for (const name of ['port', 'tls-port'] as const) {
    if (!isPort(Number(values[name]))) throw new RangeError(`--${name} is a number from 0 to 65535`);
  }
  if (!(speed > 0 && speed <= 100_000)) throw new RangeError('--speed is a number above 0, at most 100000');
  const scenario = namedScenario(values.scenario);
  const rateLimit = readRateLimit(values);
  return { ...values, edition, port, speed, scenario, seed: seedOf(values.seed), tls: readTls(values), rateLimit };
}

type LimitArguments = Partial<Record<'calls-per-second' | 'calls-per-minute' | 'throttled-as', string>>;

function readRateLimit(values: LimitArguments): RateLimit {
  const words = (['gateway', 'application'] as const).find((one) => one === values['throttled-as']);
  if (words === undefined) throw new RangeError('--throttled-as is gateway or application');
  const read = (name: 'calls-per-second' | 'calls-per-minute'): number => {
    const calls = Number(values[name] ?? Infinity);
    if (!(calls >= 1)) throw new RangeError(`--${name} is a number from 1`);
    return calls;
  };
  return { callsPerSecond: read('calls-per-second'), callsPerMinute: read('calls-per-minute'), words };
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;

type TlsArguments = Partial<Record<'tls-cert' | 'tls-key' | 'tls-ca', string>>;

function readTls({ 'tls-cert': cert, 'tls-key': key, 'tls-ca': ca }: TlsArguments): TlsFiles | null {
  if (cert === undefined && key === undefined && ca === undefined) return null;
  if (cert === undefined || key === undefined) throw new RangeError('TLS needs --tls-cert and --tls-key');
  const read = (path: string): string => {
    if (!existsSync(path)) throw new RangeError(`there is no file ${path}`);
    return readFileSync(path, 'utf8');
  };
  return { cert: read(cert), key: read(key), ...(ca !== undefined && { ca: read(ca) }) };
}

async function run(given: ReturnType<typeof readArguments>) {
  const { scenario, seed, speed, data, log, edition, control, port, tls, rateLimit } = given;
  const begin = { scenario, seed, clock: systemClock, speed };
  const kept =
    data === undefined
      ? { world: createWorld(begin), close: () => undefined }
      : openWorld({ ...begin, dir: data, findScenario });
  const simulator = createSimulator(kept.world, {
    edition,
    rateLimit,
    ...(log !== undefined && { onLog: (entry) => appendFileSync(log, `${JSON.stringify(entry)}\n`) }),
  });
  const fetch = control ? withControl(simulator) : simulator.fetch;
  const served = await serveHttp(fetch, port);
  const secured = tls === null ? null : await serveHttp(fetch, Number(given['tls-port']), tls);
  process.stdout.write(`${JSON.stringify(accessTo(kept.world, served.origin, secured?.origin))}\n`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.all([served.close(), secured?.close()]).then(() => {
        kept.close();
        process.exit(0);
      });
    });
  }
}

try {
  await run(readArguments());
} catch (error) {
  // What was asked wrongly is said in a sentence; anything else is a fault of ours and needs its trace.
  process.stderr.write(`${error instanceof Error && isOfTheCaller(error) ? error.message : inspect(error)}\n`);
  process.exitCode = 2;
}

function isOfTheCaller(error: Error): boolean {
  if (error instanceof RangeError) return true;
  return 'code' in error && /^(ERR_PARSE_ARGS|EADDRINUSE|EACCES)/.test(String(error.code));
}
