// Knows whether node_modules is what package-lock.json says, and makes it so. Node built-ins only: it runs before any package exists.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const marker = `${root}node_modules/.rollout-install`;
const oldestNode = 24;

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
}

/** Notes that node_modules now holds exactly what the lock file names. */
export function markInstalled() {
  writeFileSync(marker, lockHash());
}

/** Runs `npm ci` when the lock file changed since the last time; costs a few milliseconds when it did not. */
export function ensureInstalled() {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lockHash()) return;
  say('Installing the packages of package-lock.json …');
  const npm = process.env.npm_execpath;
  const flags = ['ci', '--ignore-scripts', '--no-json', '--loglevel=error'];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...flags]] : ['npm', flags];
  // Standard output stays free for the command that needed the packages.
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) throw new Failure('npm ci failed; its reason is above.');
  markInstalled();
}

/** The Node that everything runs on: the one pinned in the lock file, else the machine's when it is new enough. */
export function pinnedNode() {
  const windows = process.platform === 'win32';
  const pinned = `${root}node_modules/node-${windows ? 'win' : process.platform}-${process.arch}/bin/node${windows ? '.exe' : ''}`;
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  throw new Failure(
    `Rollout Console runs on Node ${oldestNode} or newer. It brings its own on Linux (x64, arm64) and Windows (x64); ` +
      `on ${process.platform}-${process.arch} please install Node ${oldestNode} (this is ${process.version}).`,
  );
}

/** A reason to stop that is a sentence for a person, not a stack trace. */
export class Failure extends Error {}

export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
