import { expect, test } from 'vitest';
import type { TaskSighting } from '#server/store/task-store.ts';
import { counts, ownConnection, taskSighting, type Bench } from './bench.ts';

const failing = { counts: counts({ waiting: 5, failed: 5 }) };
const ended = { ...failing, state: 'failed', rawState: 'Fail' } as const;

export function failureAgeContract(bench: Bench): void {
  function site() {
    const { tasks, subtasks, failures } = bench.shared();
    const connection = ownConnection();
    return {
      see: (id: string, change: Partial<TaskSighting>, at: number) =>
        tasks.see(connection, [taskSighting(id, change)], at),
      copied: (id: string, at: number) => subtasks.setCopyState({ connection, id }, { complete: true, at }),
      gone: (id: string, at: number) => tasks.markGone({ connection, id }, at),
      age: (filter = {}) => failures.age(connection, filter),
    };
  }

  test('what has ended and was copied since does not get old', async () => {
    const { see, copied, age } = site();
    expect(await age()).toEqual({ asOf: null, uncopied: 0 });
    await see('one', ended, 100);
    await copied('one', 150);
    expect(await age()).toEqual({ asOf: null, uncopied: 0 });
  });

  test('what changed after it was copied is as old as its copy, else as the last look at it', async () => {
    const { see, copied, age } = site();
    await see('one', failing, 100);
    await copied('one', 150);
    await see('one', failing, 300);
    expect(await age()).toEqual({ asOf: 300, uncopied: 0 });
    await see('two', ended, 100);
    await copied('two', 90);
    expect(await age()).toEqual({ asOf: 90, uncopied: 0 });
    await copied('two', 110);
    await see('one', { counts: counts({ waiting: 4, failed: 6 }) }, 400);
    expect(await age()).toEqual({ asOf: 150, uncopied: 0 });
  });

  test('tasks that were never copied are counted; others than those asked for, without failures, or gone are not', async () => {
    const { see, copied, gone, age } = site();
    await see('one', failing, 100);
    await see('two', { ...failing, kind: 'softwareUpgrade' }, 100);
    await see('three', {}, 100);
    await see('four', failing, 100);
    await gone('four', 200);
    expect(await age()).toEqual({ asOf: null, uncopied: 2 });
    await copied('two', 120);
    expect(await age({ kind: 'softwareUpgrade' })).toEqual({ asOf: 100, uncopied: 0 });
    expect(await age()).toEqual({ asOf: 100, uncopied: 1 });
  });
}
