import { expect, test } from 'vitest';
import { origin, startTestConsole, type TestConsole } from './test-support.ts';

const report = (console: TestConsole, body: string, type = 'application/csp-report') =>
  console.fetch(
    new Request(`${origin}/api/csp-report`, {
      method: 'POST',
      headers: { 'Content-Type': type, Origin: 'null' },
      body,
    }),
  );
const counters = (console: TestConsole) =>
  console.log.lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields);

test('reports of both kinds are counted by directive, and nothing else of them is kept', async () => {
  await using console = await startTestConsole();
  const old = {
    'csp-report': { 'effective-directive': 'script-src-elem', 'blocked-uri': 'https://evil.example/secret' },
  };
  const modern = [{ type: 'csp-violation', body: { effectiveDirective: 'style-src-attr', sample: 'secret' } }];
  expect((await report(console, JSON.stringify(old))).status).toBe(204);
  expect((await report(console, JSON.stringify(modern), 'application/reports+json')).status).toBe(204);
  expect((await report(console, JSON.stringify(modern), 'application/reports+json')).status).toBe(204);
  await console.clock.advance(60_000);
  await report(console, JSON.stringify({ 'csp-report': { 'violated-directive': 'img-src data:' } }));
  expect(counters(console)).toEqual([
    { 'script-src-elem': 1 },
    { 'script-src-elem': 1, 'style-src-attr': 2, 'img-src': 1 },
  ]);
  expect(JSON.stringify(console.log.lines)).not.toContain('secret');
});

test('two thousand junk reports leave no trace but one counter', async () => {
  await using console = await startTestConsole();
  for (let count = 0; count < 2_000; count += 1) {
    const name = { 'csp-report': { 'effective-directive': `<junk ${count}>\n` } };
    expect((await report(console, count % 2 === 0 ? JSON.stringify(name) : 'junk')).status).toBe(204);
  }
  await console.clock.advance(60_000);
  await report(console, '{}');
  expect(counters(console).at(-1)).toEqual({ unknown: expect.any(Number) });
});

test('a report that is too large is turned away', async () => {
  await using console = await startTestConsole();
  expect((await report(console, 'x'.repeat(16_385))).status).toBe(413);
});
