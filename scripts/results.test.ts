import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readJourneys, readUnitTests, writeDigest } from './results.mjs';

function report(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'results-')), 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('a unit test file that does not load counts as a failure', () => {
  const tests = readUnitTests(
    report({
      testResults: [
        { name: 'a.test.ts', status: 'passed', assertionResults: [{ fullName: 'adds', status: 'passed' }] },
        { name: 'b.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
      ],
    }),
  );
  expect(tests.map(({ file, passed }) => ({ file, passed }))).toEqual([
    { file: 'a.test.ts', passed: true },
    { file: 'b.test.ts', passed: false },
  ]);
});

test('journeys are found in nested suites, and one that needed a second try has failed', () => {
  const spec = (title: string, status: string) => ({
    title,
    file: 'x.spec.ts',
    line: 3,
    tests: [{ status, results: [] }],
  });
  const tests = readJourneys(
    report({
      suites: [{ specs: [spec('signs in', 'expected')], suites: [{ specs: [spec('retries', 'flaky')] }] }],
    }),
  );
  expect(tests.map(({ name, passed }) => ({ name, passed }))).toEqual([
    { name: 'signs in', passed: true },
    { name: 'retries', passed: false },
  ]);
});

test('a report that was never written holds no tests', () => {
  expect(readUnitTests('/nowhere/unit.json')).toEqual([]);
});

test('the digest names the stage and each failure, without colour codes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'digest-'));
  const failure = { name: 'adds', file: 'a.test.ts', passed: false, message: '\u001b[31mexpected 2\u001b[39m' };
  const text = readFileSync(writeDigest(folder, 'unit', [failure]), 'utf8');
  expect(text).toContain('Failed stage: unit');
  expect(text).toContain('adds\n\nexpected 2\n');
});
