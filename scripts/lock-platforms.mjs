// Completes package-lock.json for the platforms this machine is not.
// npm leaves out optional packages made for another system, and `npm ci` elsewhere then fails on the incomplete lock.
// Run `npm run lock` after every `npm install`; node_modules then counts as up to date. Uses nothing but Node and npm.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { markInstalled } from './install.mjs';

const lockFile = new URL('../package-lock.json', import.meta.url);
const publicRegistry = 'https://registry.npmjs.org';
const parallel = 6;
const run = promisify(execFile);

const lock = JSON.parse(await readFile(lockFile, 'utf8'));
const before = Object.keys(lock.packages).length;

for (let missing = missingPackages(lock.packages); missing.length > 0; missing = missingPackages(lock.packages)) {
  for (let at = 0; at < missing.length; at += parallel) {
    await Promise.all(missing.slice(at, at + parallel).map(add));
  }
}

nameTarballs(lock.packages);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
await writeFile(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
markInstalled();
console.log(`package-lock.json: ${Object.keys(lock.packages).length - before} packages of other platforms added.`);

/** Every dependency that some locked package names and that Node's lookup would not find in the lock. */
function missingPackages(packages) {
  const found = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    const wanted = { ...entry.dependencies, ...entry.optionalDependencies };
    for (const [name, range] of Object.entries(wanted)) {
      if (!resolves(packages, path, name)) found.set(`${name}@${range}`, { name, range, parent: entry });
    }
  }
  return [...found.values()];
}

function resolves(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

async function add({ name, range, parent }) {
  const manifest = await ask(`${name}@${range}`);
  const entry = {
    version: manifest.version,
    resolved: tarball(name, manifest.version),
    integrity: manifest.dist.integrity,
  };
  for (const field of ['cpu', 'dependencies', 'optionalDependencies', 'bin', 'engines', 'libc', 'license', 'os']) {
    if (manifest[field] !== undefined) entry[field] = manifest[field];
  }
  if (parent.dev) entry.dev = true;
  entry.optional = true;
  lock.packages[`node_modules/${name}`] = entry;
}

/** `npm view` answers an array when a range matches several versions; the last one is the newest. */
async function ask(spec) {
  const { stdout } = await run('npm', ['view', spec, '--json'], {
    maxBuffer: 64 << 20,
    shell: process.platform === 'win32',
  });
  const answer = JSON.parse(stdout);
  return Array.isArray(answer) ? answer.at(-1) : answer;
}

/** Public addresses only: npm swaps in the configured registry by itself, so the lock works behind any mirror. */
function nameTarballs(packages) {
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.link) continue;
    const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { version, resolved: _, ...rest } = entry;
    packages[path] = { version, resolved: tarball(name, version), ...rest };
  }
}

function tarball(name, version) {
  return `${publicRegistry}/${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
}
