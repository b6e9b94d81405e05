import { expect, test } from 'vitest';
import shown from '#wire/samples/show-batch-task-response.json' with { type: 'json' };
import { mutated, mutatedAnswer } from './mutating.ts';
import { startSimulator } from './test-client.ts';

const texts = (seed: number, count: number) =>
  Array.from({ length: count }, (_, nth) => JSON.stringify(mutated(shown, seed, nth)));

test('every mutation changes the document, is JSON, and leaves the document itself as it was', () => {
  const before = JSON.stringify(shown);
  const many = texts(7, 500);
  expect(many.filter((text) => text === before)).toEqual([]);
  expect(new Set(many).size).toBeGreaterThan(200);
  for (const text of many) expect(JSON.stringify(JSON.parse(text))).toBe(text);
  expect(JSON.stringify(shown)).toBe(before);
});

test('the mutations of a seed are the same again, those of another are others', () => {
  expect(texts(7, 20)).toEqual(texts(7, 20));
  expect(texts(8, 20)).not.toEqual(texts(7, 20));
});

test('an answer is damaged as a whole, or each of its documents by itself', () => {
  const answer = { batchtask: shown.batchtask, task_details: Array(5).fill(shown.task_details[0]), page: shown.page };
  const many = Array.from({ length: 200 }, (_, nth) => mutatedAnswer(answer, 7, nth * 10));
  expect(new Set(many.map(({ documents }) => documents))).toEqual(new Set([1, 6]));
  const apart = many.filter(({ documents }) => documents === 6);
  expect(apart.length).toBeGreaterThan(100);
  for (const { answer: damaged } of apart) expect(damaged).toMatchObject({ page: shown.page });
});

test('each answer of a platform is damaged in a way of its own', async () => {
  const { call, world } = startSimulator();
  const asIs = JSON.stringify((await call('GET', '/products', { query: { limit: 50 } })).body);
  const off = world.fault({ match: 'products', kind: 'mutated', seed: 5 });
  const answers: string[] = [];
  for (let nth = 0; nth < 10; nth += 1) {
    answers.push(JSON.stringify((await call('GET', '/products', { query: { limit: 50 } })).body));
  }
  expect(answers).not.toContain(asIs);
  expect(new Set(answers).size).toBeGreaterThan(8);
  off();
  expect(JSON.stringify((await call('GET', '/products', { query: { limit: 50 } })).body)).toBe(asIs);
});
