import { expect, test } from 'vitest';
import { simulated } from '#server/http/test-platform.ts';
import { createCatalogueCache } from './catalogue-cache.ts';

test('the platform is asked once a minute for the same thing, whoever asks at the same time', async () => {
  const { connected, clock, calls, spaceId } = simulated('quiet-fleet');
  const catalogue = createCatalogueCache(clock);
  const ask = () => catalogue.packages(connected, { spaceId, kind: 'firmware' });
  const answers = await Promise.all([ask(), ask(), ask()]);
  const once = calls();
  expect(answers[0]!.length).toBeGreaterThan(0);
  expect(new Set(answers).size).toBe(1);

  await clock.advance(59_999);
  await ask();
  expect(calls()).toBe(once);
  await clock.advance(1);
  await ask();
  expect(calls()).toBe(2 * once);
});

test('another question is another answer', async () => {
  const { connected, clock, spaceId, deviceIds } = simulated('quiet-fleet');
  const catalogue = createCatalogueCache(clock);
  const find = (q: string) => catalogue.devices(connected, { spaceId, q, marker: null, limit: 10 });
  const [first = '', second = ''] = deviceIds(2);
  expect((await find(first)).rows.map(({ id }) => id)).toEqual([first]);
  expect((await find(second)).rows.map(({ id }) => id)).toEqual([second]);
  expect(await catalogue.spaces(connected)).not.toEqual(await catalogue.products(connected, spaceId));
});

test('a failure is not kept', async () => {
  const { connected, clock, world } = simulated('quiet-fleet');
  const catalogue = createCatalogueCache(clock);
  world.fault({ match: 'any', kind: 'status', status: 403, code: 'IOTDA.000007', times: 1 });
  await expect(catalogue.spaces(connected)).rejects.toThrow('no_permission');
  expect((await catalogue.spaces(connected)).length).toBeGreaterThan(0);
});

test('what is kept is bounded', async () => {
  const { connected, clock, calls, spaceId } = simulated('quiet-fleet');
  const catalogue = createCatalogueCache(clock);
  const page = (limit: number) =>
    catalogue.devices(connected, { spaceId, productId: `p${limit}`, marker: null, limit: 1 });
  for (let count = 0; count <= 500; count += 1) await page(count);
  const before = calls();
  await page(500);
  expect(calls()).toBe(before);
  await page(0);
  expect(calls()).toBe(before + 1);
});
