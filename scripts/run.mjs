// Every npm script of the project: `node scripts/run.mjs <command> [arguments]`. Plain JavaScript on Node built-ins, because it
// has to work on the machine's own Node (18 or newer) before anything is installed. The work itself runs on the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { ensureInstalled, Failure, pinnedNode, root, say } from './install.mjs';
import { readJourneys, readUnitTests, writeDigest } from './results.mjs';

const results = join(root, 'test-results');
const unitReport = join(results, 'unit.json');
const journeyReport = join(results, 'journeys.json');
const buildMarker = join(root, 'dist', 'web-inputs');
const routeTree = join(root, 'src/web/routeTree.gen.ts');
const buildInputs = [
  'src/web',
  'src/shared',
  'public',
  'index.html',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];

const running = new Set();

const stages = {
  types: () => tool('typescript', ['-b']),
  lint: (args) => tool('oxlint', ['--type-aware', '--deny-warnings', ...args]),
  format: () => tool('oxfmt', ['--check', '.']),
  'dead code': (args) => tool('knip', args),
  unit: (args) =>
    tool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`, ...args]),
  // While working: what the changes since the last commit reach, without the tests that start whole consoles and platforms as
  // processes. Where nothing has changed, or nobody can tell, all others.
  'quick unit': () =>
    stages.unit([
      ...(hasChanged() ? ['--changed', '--passWithNoTests'] : []),
      ...['--exclude', 'src/server/{faults,killed*,northbound,other-process}.test.ts'],
    ]),
  build: () => build({ always: true }),
  size: () => node(['scripts/size.ts']),
  e2e: (args) => tool('@playwright/test', ['test', ...args], { PLAYWRIGHT_JSON_OUTPUT_FILE: journeyReport }),
};

const commands = {
  start: async () => (await build({ always: false })) || node(['src/server/main.ts']),
  test: () => all(['types', 'lint', 'format', 'dead code', 'unit', 'build', 'size', 'e2e']),
  check: () => all(['types', 'lint', 'format', 'dead code', 'quick unit']),
  dev: (args) => Promise.race([node(['--watch', '--watch-preserve-output', 'src/server/main.ts']), tool('vite', args)]),
  build: () => build({ always: true }),
  types: stages.types,
  lint: stages.lint,
  format: (args) => tool('oxfmt', args.length > 0 ? args : ['.']),
  dead: stages['dead code'],
  unit: stages.unit,
  size: stages.size,
  e2e: async (args) => (await build({ always: false })) || stages.e2e(args),
  bench: runBenchmarks,
  conformance: checkRealPlatform,
  simulator: (args) => node(['src/simulator/main.ts', ...args]),
};

passSignalsOn();
const [name, ...rest] = process.argv.slice(2);
try {
  const command = commands[name];
  if (!command) throw new Failure(`Commands: ${Object.keys(commands).join(', ')}.`);
  ensureInstalled();
  process.exitCode = await command(rest);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 1;
} finally {
  stopRunning('SIGTERM');
}

/** Whether the work tree differs from its last commit; no where there is no Git. */
function hasChanged() {
  return Boolean(spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }).stdout);
}

/** Runs the stages in order, stops at the first red one, and ends with one line that says how many tests passed. */
async function all(names) {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  let failedStage;
  for (const stage of names) {
    const began = Date.now();
    say(`\n── ${stage}`);
    const code = await stages[stage]([]);
    say(`── ${stage}: ${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    if (code !== 0) {
      failedStage = stage;
      break;
    }
  }
  const tests = [...readUnitTests(unitReport), ...readJourneys(journeyReport)];
  const passed = tests.filter((test) => test.passed).length;
  const failures = tests.filter((test) => !test.passed);
  // A stage that went red without a failing test still counts as one failure, so that the line never looks green.
  const failed = failedStage === undefined ? failures.length : Math.max(1, failures.length);
  if (failed > 0) say(`\nWhat failed, in short: ${writeDigest(results, failedStage, failures)}`);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** Builds the browser's part with Vite; without `always`, only when something it is made of has changed. */
async function build({ always }) {
  const inputs = hashInputs();
  if (!always && existsSync(buildMarker) && readFileSync(buildMarker, 'utf8') === inputs) return 0;
  if (!always) say('Building the pages …');
  const routesBefore = existsSync(routeTree) ? readFileSync(routeTree, 'utf8') : '';
  rmSync(buildMarker, { force: true });
  const code = await tool('vite', ['build', '--logLevel', 'warn']);
  if (code !== 0) return code;
  if (process.env.CI && readFileSync(routeTree, 'utf8') !== routesBefore) {
    throw new Failure('src/web/routeTree.gen.ts was out of date: run `npm run build` and commit it.');
  }
  writeFileSync(buildMarker, inputs);
  return 0;
}

function hashInputs() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    const entries = readEntries(full);
    if (entries) for (const entry of entries) visit(`${path}/${entry}`);
    // The route tree is written by the build itself, from files that are hashed anyway.
    else if (!/\.test\.tsx?$|routeTree\.gen\.ts$/.test(path)) hash.update(`${path}\0`).update(readFileSync(full));
  };
  buildInputs.forEach(visit);
  return hash.digest('hex');
}

function readEntries(path) {
  try {
    return readdirSync(path).sort();
  } catch {
    return null;
  }
}

/** The adapter's checks against the platform of IOTDA_CONFORMANCE_URL. */
async function checkRealPlatform(args) {
  if (!process.env.IOTDA_CONFORMANCE_URL) {
    throw new Failure('IOTDA_CONFORMANCE_URL: is missing; it is the endpoint of the platform to check.');
  }
  return tool('vitest', ['run', '--reporter=verbose', 'src/server/platform/conformance.test.ts', ...args]);
}

async function runBenchmarks(args) {
  const folder = join(root, 'bench');
  const files = (readEntries(folder) ?? []).filter((file) => file.endsWith('.bench.ts'));
  if (files.length === 0) say('There is no benchmark yet: put bench/<subject>.bench.ts there.');
  // One of them looks at the pages in a browser.
  const built = await build({ always: false });
  if (built !== 0) return built;
  for (const file of files) {
    const code = await node([join(folder, file), ...args]);
    if (code !== 0) return code;
  }
  return 0;
}

function tool(packageName, args, env = {}) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : (bin[packageName.split('/').at(-1)] ?? Object.values(bin)[0]);
  return node([join(folder, file), ...args], env);
}

/** Runs the pinned Node in the project folder and answers its exit code. */
function node(args, env = {}) {
  const executable = pinnedNode();
  const path = [dirname(executable), process.env.PATH].filter(Boolean).join(delimiter);
  const child = spawn(executable, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env, PATH: path } });
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function passSignalsOn() {
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child itself as well; a second one would cut its orderly end short.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      stopRunning(signal);
    });
  }
  // npm tells only the shell between itself and us that it is over, and that shell tells nobody.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      stopRunning('SIGTERM');
    }, 250);
    watch.unref();
  }
}

function stopRunning(signal) {
  for (const child of running) child.kill(signal);
}
