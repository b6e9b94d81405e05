import { expect, test } from 'vitest';
import type { Workbook } from '#shared/domain/workbook.ts';
import type { Bench } from './bench.ts';

const content = Uint8Array.from([0x50, 0x4b, 0, 0xff, 0x27]);
const workbook = (id: string, createdAt: number): Workbook => ({
  id,
  kind: 'deleteDevices',
  fileName: '删除 1.xlsx',
  rows: 3,
  bytes: content.length,
  digest: 'd',
  createdAt,
  expiresAt: createdAt + 100,
});

export function workbooksContract(bench: Bench): void {
  test('a workbook is kept for its person, byte by byte, until it expires', async () => {
    const { workbooks } = await bench.fresh();
    const kept = workbook('w1', 100);
    expect(await workbooks.add('c', 'p', { ...kept, content }, 3)).toEqual(kept);
    expect(await workbooks.find('c', 'p', 'w1', 199)).toEqual(kept);
    expect(await workbooks.find('c', 'p', 'w1', 200)).toBeNull();
    expect(await workbooks.find('c', 'q', 'w1', 150)).toBeNull();
    expect(await workbooks.find('d', 'p', 'w1', 150)).toBeNull();
    expect(await workbooks.content('c', 'w1', 199)).toEqual(content);
    expect(await workbooks.content('c', 'w1', 200)).toBeNull();
    expect(await workbooks.content('d', 'w1', 150)).toBeNull();
    await workbooks.keepUntil('c', 'w1', 300);
    await workbooks.keepUntil('c', 'w1', 250);
    expect(await workbooks.find('c', 'p', 'w1', 299)).toEqual({ ...kept, expiresAt: 300 });
    // The next one sweeps what has expired.
    await workbooks.add('c', 'q', { ...workbook('w2', 300), content }, 3);
    expect(await workbooks.find('c', 'p', 'w1', 150)).toBeNull();
  });

  test('of a person’s workbooks the newest stay', async () => {
    const { workbooks } = await bench.fresh();
    await workbooks.add('c', 'q', { ...workbook('other', 100), content }, 2);
    for (const [at, id] of ['a', 'b', 'd'].entries())
      await workbooks.add('c', 'p', { ...workbook(id, 110 + at), content }, 2);
    const there = await Promise.all(['a', 'b', 'd', 'other'].map((id) => workbooks.content('c', id, 150)));
    expect(there.map((bytes) => bytes !== null)).toEqual([false, true, true, true]);
  });
}
