// The size budget: what a browser fetches before the task list stands. A limit is raised only in a commit that says why.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { initialFiles, type Manifest } from './initial-load.ts';

const scriptBudgetBytes = 250_000;
const styleBudgetBytes = 30_000;
const firstRoute = 'c.$connection.tasks.index';
const firstWords = /^src\/web\/i18n\/locales\/en\/(common|errors|tasks)\./;
/** Sources that belong to later pages: charts, the JSON editor, and the wizard. */
const later =
  /node_modules\/(recharts|@codemirror|@uiw|html-to-image)\/|^src\/web\/features\/create-task\/(?!steps\.ts)/;

const folder = fileURLToPath(new URL('../dist/web', import.meta.url));
if (!existsSync(join(folder, '.vite'))) throw new Error('There is no build to measure: run `npm run build` first.');
// Both were written by our own build a moment ago.
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
const modules = JSON.parse(readFileSync(join(folder, '.vite/modules.json'), 'utf8')) as Record<string, string[]>;

const { scripts, styles } = initialFiles(manifest, firstRoute, firstWords, modules);
const sizes = [...scripts, ...styles].map((file) => ({
  file,
  bytes: gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
}));
for (const { file, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes)) console.log(`${kilobytes(bytes)}  ${file}`);

const tooEarly = scripts.flatMap((file) => (modules[file] ?? []).filter((id) => later.test(id)));
const results = [
  check('scripts', sum(scripts), scriptBudgetBytes),
  check('styles', sum(styles), styleBudgetBytes),
  tooEarly.length === 0,
];
if (tooEarly.length > 0) console.log(`Loaded too early: ${tooEarly.slice(0, 10).join(', ')}`);
process.exitCode = results.every(Boolean) ? 0 : 1;

function check(what: string, bytes: number, budgetBytes: number): boolean {
  const verdict = bytes <= budgetBytes ? 'within' : 'ABOVE';
  console.log(
    `${what}: ${kilobytes(bytes)} gzip before the task list stands, ${verdict} the ${kilobytes(budgetBytes)} budget`,
  );
  return bytes <= budgetBytes;
}

function sum(files: string[]): number {
  return sizes.filter(({ file }) => files.includes(file)).reduce((total, { bytes }) => total + bytes, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
