import { expect, test } from 'vitest';
import { beginCreate, beginRetry, counts, subtaskSighting, taskSighting, type Bench } from './bench.ts';

const before = 10_000_000;
const hour = 3_600_000;

export function clockRepairContract(bench: Bench): void {
  test('what is seen after it counts, and what was planned is due', async () => {
    const store = await bench.fresh();
    const { tasks, subtasks } = store;
    const ref = { connection: 'c', id: 't' };
    const claim = { connection: 'c', owner: 'me', leaseMs: 100 };
    await tasks.see('c', [taskSighting('t')], before);
    await subtasks.see(ref, [subtaskSighting('d')], before);
    await tasks.scheduleLook(ref, before + 60_000);
    await tasks.scheduleWalk(ref, before + 60_000);
    const now = before - 2 * hour;
    expect(await store.repairClock(now)).toBe(1);
    expect(await store.repairClock(now)).toBe(0);

    expect(await tasks.claimDue({ ...claim, now, limit: 9 })).toEqual([ref]);
    expect(await tasks.claimWalk({ ...claim, now })).toEqual(ref);
    const [changed] = await tasks.see('c', [taskSighting('t', { counts: counts({ waiting: 9, failed: 1 }) })], now + 1);
    expect(changed?.task.counts.failed).toBe(1);
    expect(await subtasks.see(ref, [subtaskSighting('d', { outcome: 'failed' })], now + 1)).toBe(1);
  });

  test('calls and looks that were planned are due', async () => {
    const store = await bench.fresh();
    const { operations } = store;
    const now = before - 2 * hour;
    const soon = { connection: 'c', owner: 'me', now };
    await beginRetry(store, { connection: 'c', id: 't' }, [['a']], before);
    await beginCreate(store, 'c', ['a'], before);
    await store.repairClock(now);

    const chunks = [await operations.claim(soon), await operations.claim(soon)];
    expect(new Set(chunks.map((chunk) => chunk?.operation.kind))).toEqual(new Set(['create', 'retry']));
    for (const chunk of chunks) {
      if (chunk === null) continue;
      await operations.doubt(chunk, { reason: 'timed_out', fencedAt: before, lookAt: before });
    }
    await store.repairClock(now);
    const looks = [
      await operations.claimLook({ ...soon, leaseMs: 1 }),
      await operations.claimLook({ ...soon, leaseMs: 1 }),
    ];
    for (const look of looks) expect(look?.fencedAt).toBe(now + hour);
  });

  test('of a call that was sent ahead of now, only a create counts as sent just now', async () => {
    const store = await bench.fresh();
    const { operations } = store;
    await beginRetry(store, { connection: 'c', id: 't' }, [['a']], before);
    await beginCreate(store, 'c', ['a'], before);
    const early = { connection: 'c', owner: 'me', now: before };
    await operations.claim(early);
    await operations.claim(early);
    const now = before - 2 * hour;
    await store.repairClock(now);
    // Both are claims of a process that does not know of them.
    const sent = await operations.claimsOf('c', 'me', now + 1);
    expect(new Map(sent.map(({ operation, sentAt }) => [operation.kind, sentAt]))).toEqual(
      new Map([
        ['retry', now - hour],
        ['create', now],
      ]),
    );
  });

  test('what was seen or planned within the usual stays as it is', async () => {
    const store = await bench.fresh();
    await store.tasks.see('c', [taskSighting('t')], before);
    await store.tasks.scheduleLook({ connection: 'c', id: 't' }, before + 600_000);
    expect(await store.repairClock(before - 30_000)).toBe(0);
    const claim = { connection: 'c', owner: 'me', leaseMs: 100, limit: 9 };
    expect(await store.tasks.claimDue({ ...claim, now: before + 1_000 })).toEqual([]);
  });
}
