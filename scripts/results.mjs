// Reads the reports that Vitest and Playwright leave, and writes what failed as plain text.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, file: string, passed: boolean, message: string }} Result */

/**
 * The tests of a Vitest JSON report; none when it never ran.
 * @param {string} report
 * @returns {Result[]}
 */
export function readUnitTests(report) {
  return (read(report)?.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults
      .filter((test) => test.status === 'passed' || test.status === 'failed')
      .map((test) => ({
        name: test.fullName,
        file: file.name,
        passed: test.status === 'passed',
        message: (test.failureMessages ?? []).join('\n'),
      }));
    // A file that does not even load has no tests to list, yet has failed.
    const broken = file.status === 'failed' && tests.every((test) => test.passed);
    return broken
      ? [...tests, { name: 'the file itself', file: file.name, passed: false, message: file.message }]
      : tests;
  });
}

/**
 * The tests of a Playwright JSON report in the same shape.
 * @param {string} report
 * @returns {Result[]}
 */
export function readJourneys(report) {
  const walk = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(walk)];
  return (read(report)?.suites ?? [])
    .flatMap(walk)
    .flatMap((spec) => spec.tests.map((test) => ({ spec, test })))
    .filter(({ test }) => test.status !== 'skipped')
    .map(({ spec, test }) => ({
      name: spec.title,
      file: `${spec.file}:${spec.line}`,
      passed: test.status === 'expected',
      message: test.results.flatMap((result) => result.errors.map((error) => error.message)).join('\n'),
    }));
}

/**
 * Writes `digest.txt` into the folder and answers its path.
 * @param {string} folder
 * @param {string | undefined} failedStage
 * @param {Result[]} failures
 */
export function writeDigest(folder, failedStage, failures) {
  const path = join(folder, 'digest.txt');
  const parts = failures.map((test) => `${test.file}\n  ${test.name}\n\n${plain(test.message)}\n`);
  writeFileSync(path, [`Failed stage: ${failedStage ?? 'none'}\n`, ...parts].join('\n'));
  return path;
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
}

function plain(text = '') {
  // oxlint-disable-next-line no-control-regex -- colour codes begin with the escape character
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
