import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCrawl, type Crawl, type Place } from './crawl.ts';

const top: Place = { marker: null, rowsBefore: 0 };

/** A list of `size` rows whose markers are their numbers; notes what is asked for. */
function listOf(size: number, { pageSize = 5, farthestOffset = 50, total = size, atOnce = 3, from = top } = {}) {
  const asked: string[] = [];
  const read: number[] = [];
  let mayFail = () => false;
  let mostUnderWay = 0;
  let underWay = 0;
  const crawl = createCrawl({ from, total, pageSize, farthestOffset, atOnce }, async (marker, offset) => {
    asked.push(`${marker ?? ''}+${offset}`);
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await Promise.resolve();
    underWay -= 1;
    if (mayFail()) throw new Error('away');
    const begin = (marker === null ? 0 : Number(marker) + 1) + offset;
    const rows = Array.from({ length: Math.max(Math.min(pageSize, size - begin), 0) }, (_, index) => begin + index);
    read.push(...rows);
    return { rows, marker: rows.length < pageSize ? null : String(rows.at(-1)) };
  });
  const failWhen = (when: () => boolean) => void (mayFail = when);
  return { crawl, asked, read, failWhen, mostUnderWay: () => mostUnderWay };
}

async function finish(crawl: Crawl) {
  while (!crawl.isDone) await crawl.step().catch(() => undefined);
}
const inOrder = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other);
const upTo = (size: number) => Array.from({ length: size }, (_, index) => index);

test('the farthest page of a window goes first, the others follow, and the next window begins behind it', async () => {
  const { crawl, asked, read } = listOf(130, { atOnce: 1 });
  await finish(crawl);
  const window = ['50', '0', '5', '10', '15', '20', '25', '30', '35', '40', '45'];
  expect(asked).toEqual([
    ...window.map((offset) => `+${offset}`),
    ...window.map((offset) => `54+${offset}`),
    ...['0', '5', '10', '15'].map((offset) => `109+${offset}`),
    // A full page does not tell that it is the last.
    '129+0',
  ]);
  expect(inOrder(read)).toEqual(upTo(130));
});

test('any list is read exactly once, at any size, also where pages fail and where the total is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: -60, max: 60 }),
      fc.constantFrom(0, 5, 20, 52),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      async (size, wrongBy, farthestOffset, atOnce, fails) => {
        const total = Math.max(size + wrongBy, 0);
        const { crawl, read, failWhen, mostUnderWay } = listOf(size, { farthestOffset, atOnce, total });
        failWhen(() => fails.pop() ?? false);
        await finish(crawl);
        expect(inOrder(read)).toEqual(upTo(size));
        expect(mostUnderWay()).toBeLessThanOrEqual(atOnce);
      },
    ),
  );
});

test('a walk that is given up goes on where it was, and reads no more than one window twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 90 }), async (size, steps) => {
      const first = listOf(size);
      for (let step = 0; step < steps && !first.crawl.isDone; step += 1) await first.crawl.step();
      const { place } = first.crawl;
      const second = listOf(size, { from: place });
      await finish(second.crawl);
      expect(inOrder(second.read)).toEqual(upTo(size).slice(place.rowsBefore));
      expect(inOrder(first.read).slice(0, place.rowsBefore)).toEqual(upTo(place.rowsBefore));
      // Behind its place it had read at most this window and what was under way of the next.
      expect(first.read.length - place.rowsBefore).toBeLessThanOrEqual(2 * 55);
    }),
  );
});

test('a step after the last page is none', async () => {
  const { crawl, asked } = listOf(12);
  await finish(crawl);
  const calls = asked.length;
  await crawl.step();
  expect(asked).toHaveLength(calls);
});

test('a platform without offsets is walked page by page', async () => {
  const { crawl, asked } = listOf(17, { farthestOffset: 0 });
  await finish(crawl);
  expect(asked).toEqual(['+0', '4+0', '9+0', '14+0']);
});

test('what failed is thrown, and asked for again', async () => {
  const { crawl, asked, read, failWhen } = listOf(20, { atOnce: 2 });
  failWhen(() => true);
  await expect(crawl.step()).rejects.toThrow('away');
  await Promise.resolve();
  failWhen(() => false);
  await finish(crawl);
  expect(inOrder(read)).toEqual(upTo(20));
  expect(new Set(asked.slice(0, 2))).toEqual(new Set(['+0', '+5']));
});
