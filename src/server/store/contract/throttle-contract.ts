import { expect, test } from 'vitest';
import type { Bench } from './bench.ts';

export function throttleContract(bench: Bench): void {
  test('failures are counted within the window, by key', async () => {
    const { throttle } = await bench.fresh();
    for (const at of [100, 200, 300]) await throttle.fail('ann', at);
    await throttle.fail('bob', 250);
    expect(await throttle.failures('ann', 0)).toEqual({ count: 3, lastAt: 300 });
    expect(await throttle.failures('ann', 200)).toEqual({ count: 2, lastAt: 300 });
    expect(await throttle.failures('ann', 301)).toEqual({ count: 0, lastAt: null });
    expect(await throttle.failures('nobody', 0)).toEqual({ count: 0, lastAt: null });
  });

  test('failures at the same time all count', async () => {
    const { throttle } = await bench.fresh();
    await Promise.all(Array.from({ length: 8 }, () => throttle.fail('ann', 100)));
    expect(await throttle.failures('ann', 0)).toEqual({ count: 8, lastAt: 100 });
  });

  test('success clears a key; what is long past is swept', async () => {
    const { throttle } = await bench.fresh();
    await throttle.fail('ann', 100);
    await throttle.fail('bob', 100);
    await throttle.clear('ann');
    expect((await throttle.failures('ann', 0)).count).toBe(0);
    expect((await throttle.failures('bob', 0)).count).toBe(1);
    await throttle.fail('cem', 200);
    await throttle.sweep(150);
    expect((await throttle.failures('bob', 0)).count).toBe(0);
    expect((await throttle.failures('cem', 0)).count).toBe(1);
  });
}
