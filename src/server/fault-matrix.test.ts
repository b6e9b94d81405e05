/** Each thing that can go wrong between the console and a platform has a test whose title carries its number in brackets. */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const rows = [
  'the name of the platform leads nowhere, or nobody listens, on a create',
  'the certificate of the platform is wrong',
  'connected, but no answer to a create',
  'the answer to a create is lost after the platform acted',
  'the answer to a create is cut',
  'a create arrives late',
  '502, 503 or 504 on a create',
  '500 with 100203: no such application',
  '429 with a time to wait',
  '403 that means throttling',
  '200 with 105002: the name exists',
  '200 with 105001: another task is unfinished',
  'the eleventh task of a resource space',
  'a token that expires in flight',
  'IAM is away while a token still serves',
  'an access key that was withdrawn',
  'the clock is 20 minutes off',
  'a status that nobody knows',
  'counters that are missing or do not add up',
  'an HTML page with status 200',
  'a platform that is slow or down for minutes',
  'a retry that the platform took for some devices only',
  'a part of a retry whose answer was lost',
  'a stop of what has ended',
  'a record that was deleted before',
] as const;

const titles: string[] = [];
for await (const file of glob(['src/**/*.test.ts', 'src/**/*.test.tsx', 'e2e/journeys/*.spec.ts'], { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8');
  // The title is what follows the bracket of `test(` or of the table of `test.each`.
  for (const [, title = ''] of text.matchAll(/\(\s*['`"]((?:\[\d+\] ?)+[^\n]*)/g)) titles.push(title);
}

test.each(rows.map((row, at) => [at + 1, row] as const))('row %i, %s, has a test', (number) => {
  expect(titles.filter((title) => title.includes(`[${number}]`))).not.toEqual([]);
});
