/**
 * Runs the simulator alone, so that any IoTDA client can be pointed at it:
 * `--port N` (0 = a free one) `--speed X` `--scenario name` `--seed word` `--data DIR` `--log FILE`
 * `--edition basic|standard|any` `--control`. The first line on standard output is one line of JSON that says how to reach it.
 */
import { appendFileSync } from 'node:fs';
import { inspect, parseArgs } from 'node:util';
import { withControl } from './control.ts';
import { accessTo, defaultSeed, namedScenario } from './embedded.ts';
import type { Edition } from './iotda/authentication.ts';
import { openWorld } from './persistence.ts';
import { findScenario } from './scenarios/scenarios.ts';
import { serveHttp } from './server.ts';
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
    },
  });
  const edition = editions.find((one) => one === values.edition);
  const port = Number(values.port);
  const speed = Number(values.speed);
  if (edition === undefined) throw new RangeError('--edition is basic, standard or any');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError('--port is a number from 0 to 65535');
  if (!(speed > 0 && speed <= 100_000)) throw new RangeError('--speed is a number above 0, at most 100000');
  return { ...values, edition, port, speed, scenario: namedScenario(values.scenario), seed: seedOf(values.seed) };
}

async function run({ scenario, seed, speed, data, log, edition, control, port }: ReturnType<typeof readArguments>) {
  const begin = { scenario, seed, clock: systemClock, speed };
  const kept =
    data === undefined
      ? { world: createWorld(begin), close: () => undefined }
      : openWorld({ ...begin, dir: data, findScenario });
  const simulator = createSimulator(kept.world, {
    edition,
    ...(log !== undefined && { onLog: (entry) => appendFileSync(log, `${JSON.stringify(entry)}\n`) }),
  });
  const served = await serveHttp(control ? withControl(simulator) : simulator.fetch, port);
  process.stdout.write(`${JSON.stringify(accessTo(kept.world, served.origin))}\n`);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void served.close().then(() => {
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
