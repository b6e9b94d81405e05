import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { expect, test } from 'vitest';

// Who may import whom, packages included. The first row that fits a file decides; `*` is the file's own folder of that depth.
const rows: [folder: string, ours: string[], packages: RegExp][] = [
  ['src/shared', ['shared'], /^(zod|@orpc\/contract)$/],
  ['src/wire', ['wire'], /^zod$/],
  ['src/simulator', ['simulator', 'wire'], /^(node:|hono$|hono\/|@hono\/|zod$)/],
  ['src/server/main.ts', ['server', 'shared', 'simulator'], /^(node:|zod$)/], // the one place that may choose the simulator
  ['src/server/platform', ['server', 'shared', 'wire'], /^(node:|undici$|zod$)/], // the vendor's words stop here
  ['src/server/store', ['server', 'shared'], /^(node:|kysely|pg$|zod$)/],
  [
    'src/server',
    ['server', 'shared'],
    /^(node:|csv-stringify\/sync$|fflate$|hono$|hono\/|@hono\/|@orpc\/|swagger-ui-dist|zod$)/,
  ],
  ['src/web/ui/icons.ts', [], /^@tabler\/icons-react$/], // the one list of icons
  [
    'src/web/ui',
    ['shared/domain', 'web/ui', 'web/i18n'],
    packagesOf('recharts|html-to-image|get-nonce|@uiw/|@codemirror/|@lezer/'),
  ],
  ['src/web/i18n', ['shared', 'web/i18n'], packagesOf('i18next')],
  ['src/web/api/live-drops.test.ts', ['server', 'shared', 'web/api'], /^vitest$/], // both ends of the stream
  ['src/web/features/create-task/exact-request.test.ts', ['server', 'shared', 'wire', 'web'], /^vitest$/], // form to wire
  ['src/web/api', ['shared', 'web/api', 'web/i18n'], packagesOf('@orpc/|@mantine/notifications')], // the only network code
  ['src/web/features/*', ['shared', 'web/api', 'web/ui', 'web/i18n', '*'], packagesOf('recharts')], // not one another
  ['src/web', ['shared', 'web'], packagesOf('get-nonce|i18next')],
  [
    'e2e',
    ['e2e', 'server', 'shared', 'simulator', 'wire'],
    /^(node:|@playwright\/|@axe-core\/|playwright$|pg$|@hono\/)/,
  ],
  [
    'bench/pasted-list.bench.ts', // what the browser's worker does, beside another parser
    ['bench', 'scripts', 'server', 'simulator', 'web/features/create-task'],
    /^(node:|playwright$|papaparse$)/,
  ],
  [
    'bench',
    ['bench', 'e2e/support', 'scripts', 'server', 'shared', 'simulator', 'wire'],
    /^(node:|@playwright\/test$|playwright$|kysely|pg$|undici$|@hono\/)/,
  ],
];

// What a test, a `test-….ts` that only tests use and a suite that several stores are held to may import on top of their row.
const forTests = /^(node:|@hono\/node-server$|vitest|fast-check$|fflate$|msw$|msw\/|@mswjs\/|react-dom)/;
const testFile = /(\.test\.tsx?|\/test-[a-z-]+\.ts|\/contract\/[a-z-]+\.ts)$/;
const testsMayMeetTheSimulator = 'src/server/';

// `import … from 'x'`, `export … from 'x'`, `import 'x'` and `import('x')`; the word "from" inside a string is none of them.
const statement = /(?:^\s*(?:import|export)\b(?:[^'"`;=()]*\bfrom)?\s*|\bimport\s*\(\s*)(['"])([^'"\n]+)\1/gm;

function packagesOf(more: string) {
  return new RegExp(`^(react$|react/|react-dom/|react-i18next|react-error-boundary|@mantine/|@tanstack/|zod$|${more})`);
}

test('every file imports only what its row allows', () => {
  const files = globSync(['src/**/*.{ts,tsx}', 'e2e/**/*.ts', 'bench/**/*.ts'])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('routeTree.gen.ts') && file !== 'src/server/boundaries.test.ts');
  expect(files.length).toBeGreaterThan(50); // a guard that finds no files is not a guard
  expect(files.flatMap((file) => violations(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test('the guard refuses what it is there to refuse', () => {
  const refused = (file: string, statement: string) => violations(file, statement).length > 0;
  expect(refused('src/shared/domain/task.ts', `import { a } from '#server/clock.ts';`)).toBe(true);
  expect(refused('src/shared/domain/task.ts', `import { readFileSync } from 'node:fs';`)).toBe(true);
  expect(refused('src/wire/iotda/devices.ts', `import { a } from '#shared/domain/task.ts';`)).toBe(true);
  expect(refused('src/simulator/main.ts', `import type { Task } from '#shared/domain/task.ts';`)).toBe(true);
  expect(refused('src/server/start.ts', `const s = await import('#simulator/simulator.ts');`)).toBe(true);
  expect(refused('src/server/routes/tasks.ts', `import { TaskStatus } from '#wire/iotda/batch-tasks.ts';`)).toBe(true);
  expect(refused('src/server/routes/tasks.ts', `export { a } from './../store/store.ts';`)).toBe(true);
  expect(refused('src/web/features/tasks/TaskList.tsx', `import { a } from '#web/features/task/verdict.ts';`)).toBe(
    true,
  );
  expect(refused('src/web/routes/tasks.tsx', `import { PieChart } from 'recharts';`)).toBe(true);
  expect(refused('src/web/ui/Empty.tsx', `import { tasksQuery } from '#web/api/tasks.ts';`)).toBe(true);
  expect(refused('src/web/ui/Empty.tsx', `import { IconX } from '@tabler/icons-react';`)).toBe(true);
  expect(refused('src/web/main.tsx', `import './index.ts';`)).toBe(true);
  expect(refused('src/web/main.tsx', `import { a } from './secure-page';`)).toBe(true);
  expect(refused('src/server/http/app.ts', `import { a } from './test-wire.ts';`)).toBe(true);
  expect(refused('src/newcomer/a.ts', `import { a } from 'zod';`)).toBe(true);
  expect(refused('src/server/main.ts', `import { a } from '#simulator/simulator.ts';`)).toBe(false);
  expect(refused('src/server/work/courier.test.ts', `import { a } from '#simulator/simulator.ts';`)).toBe(false);
});

function violations(file: string, source: string): string[] {
  const imports = [...source.matchAll(statement)].map((match) => match[2] ?? '');
  return imports
    .filter((specifier) => !allowed(file, specifier))
    .map((specifier) => `${file} may not import ${specifier}`);
}

function allowed(file: string, specifier: string): boolean {
  const row = rows.find(([folder]) => fits(file, folder));
  if (!row) return false;
  const [folder, ours, packages] = row;
  const isTest = testFile.test(file);
  const target = resolve(file, specifier);
  if (target === null) return packages.test(specifier) || (isTest && forTests.test(specifier));
  if (specifier.includes('../') || !/\.(ts|tsx|css|json|svg)$/.test(target) || posix.basename(target) === 'index.ts')
    return false;
  // Benchmarks and journeys make their input as tests do.
  const makesInput = isTest || /^(bench|e2e)\//.test(file);
  if (!makesInput && testFile.test(target)) return false;
  if (isTest && file.startsWith(testsMayMeetTheSimulator) && target.startsWith('src/simulator/')) return true;
  const own = file.split('/').slice(0, folder.split('/').length).join('/');
  return ours.some((name) => target.startsWith(name === '*' ? `${own}/` : `${rooted(name)}/`));
}

function fits(file: string, folder: string) {
  const pattern = folder.replace('*', '[^/]+');
  return new RegExp(`^${pattern}(/|$)`).test(file);
}

/** Where one of our own imports leads, from the project's root; null for a package. */
function resolve(file: string, specifier: string) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  return specifier.startsWith('#') ? rooted(specifier.slice(1)) : null;
}

function rooted(path: string) {
  return /^(e2e|scripts|bench)(\/|$)/.test(path) ? path : `src/${path}`;
}
