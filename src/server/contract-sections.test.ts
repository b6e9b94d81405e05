/** Each table of the platforms' contract has a test whose title begins with its section. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const parts = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}.${at + 1}`);
const sections = [
  ...parts('A', 14),
  ...parts('B', 4),
  'C',
  'D',
  'E',
  'F',
  ...parts('G', 4),
  'H',
  'I',
  'J',
  ...parts('K', 8),
];

const named = new Set<string>();
for await (const file of glob('src/{wire,simulator,server/platform}/**/*.test.ts', { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, title = ''] of text.matchAll(/\(\s*['`](?:\[\d+\] )?([A-K](?:\.\d+)?(?:, [A-K](?:\.\d+)?)*)\b/g)) {
    for (const section of title.split(', ')) named.add(section);
  }
}

test.each(sections)('%s has a test', (section) => {
  expect([...named]).toContain(section);
});
