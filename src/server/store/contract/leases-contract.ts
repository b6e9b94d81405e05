import { expect, test } from 'vitest';
import { processLease } from '#server/store/leases.ts';
import type { Bench } from './bench.ts';

export function leasesContract(bench: Bench): void {
  test('a lease has one owner until it expires or is released', async () => {
    const { leases } = await bench.fresh();
    expect(await leases.hold('index', 'a', 1_000, 100)).toBe(true);
    expect(await leases.hold('index', 'b', 1_099, 100)).toBe(false);
    expect(await leases.hold('index', 'a', 1_050, 100)).toBe(true);
    expect(await leases.hold('index', 'b', 1_100, 100)).toBe(false);
    expect(await leases.hold('index', 'b', 1_150, 100)).toBe(true);
    await leases.release('index', 'a');
    expect(await leases.hold('index', 'a', 1_151, 100)).toBe(false);
    await leases.release('index', 'b');
    expect(await leases.hold('index', 'a', 1_152, 100)).toBe(true);
  });

  test('of several that ask at the same time one holds it', async () => {
    const { leases } = await bench.fresh();
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => leases.hold('index', owner, 1_000, 100)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  test('the living are those whose lease has not expired', async () => {
    const { leases } = await bench.fresh();
    await leases.hold('process:a', 'a', 1_000, 100);
    await leases.hold('process:b', 'b', 1_000, 500);
    await leases.hold('process_c', 'c', 1_000, 500);
    expect((await leases.owners('process:', 1_050)).sort()).toEqual(['a', 'b']);
    expect(await leases.owners('process:', 1_100)).toEqual(['b']);
    expect(await leases.owners('nothing:', 1_050)).toEqual([]);
  });

  test('a lease that was taken before the clock was set back for hours is nobody’s', async () => {
    const { leases } = await bench.fresh();
    await leases.hold('process:dead', 'dead', 10_000_000, 20_000);
    await leases.hold('index', 'dead', 10_000_000, 100);
    expect(await leases.owners('process:', 1_000)).toEqual([]);
    expect(await leases.hold('index', 'me', 1_000, 100)).toBe(true);
  });

  test('the leases of those that do not live any more are free at once', async () => {
    const { leases } = await bench.fresh();
    await leases.hold(processLease('dead'), 'dead', 1_000, 20);
    await leases.hold(processLease('a'), 'a', 1_000, 50);
    await leases.hold('harvest', 'dead', 1_000, 120_000);
    await leases.hold('index', 'a', 1_000, 30_000);
    await leases.free(1_019);
    expect(await leases.hold('harvest', 'b', 1_020, 100)).toBe(false);
    await leases.free(1_020);
    expect(await leases.hold('harvest', 'b', 1_020, 100)).toBe(true);
    expect(await leases.hold('index', 'b', 1_020, 100)).toBe(false);
  });

  test('the time is the store’s own', async () => {
    const { leases } = await bench.fresh();
    const first = await leases.now();
    expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
    expect(await leases.now()).toBeGreaterThanOrEqual(first);
  });
}
