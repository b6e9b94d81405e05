import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explainedCodes, factsOf } from '#shared/domain/error-facts.ts';
import { resultAt } from '#simulator/world/results.ts';

const sources = globSync('src/simulator/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
const written = (pattern: RegExp) =>
  sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''));

test('every code that a device of the simulated platforms can end with is explained', () => {
  const results = Array.from({ length: 200 }, (_, number) => resultAt(number));
  const codes = results.flatMap((result) => (result.ok ? [] : [result.code]));
  expect(codes.length).toBeGreaterThan(30);
  expect(codes.filter((code) => factsOf(code) === null)).toEqual([]);
});

test('every code that stands in the simulated platforms is explained', () => {
  const codes = [
    ...written(/'((?:IOTDA|APIGW?)\.\d{4,6})'/g),
    ...written(/\bcode: '(\d+)'/g),
    ...written(/\[\d{3}, '(\d{5,7})',/g),
  ];
  expect(codes).toContain('IOTDA.014291');
  expect(codes).toContain('100403');
  expect(codes).toContain('105001');
  expect([...new Set(codes)].filter((code) => factsOf(code) === null)).toEqual([]);
});

test('the dictionary knows both spellings of the gateway, and nothing that nobody wrote', () => {
  expect(factsOf('APIG.0308')).toEqual(factsOf('APIGW.0308'));
  expect(factsOf('toString')).toBeNull();
  expect(factsOf(null)).toBeNull();
  expect(factsOf('IOTDA.014230')).toMatchObject({ documented: false });
  expect(explainedCodes.length).toBeGreaterThan(60);
});
