import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '#server/store/store.ts';
import type { Bench } from './bench.ts';
import { clockRepairContract } from './clock-repair-contract.ts';
import { devicesContract } from './devices-contract.ts';
import { draftsContract } from './drafts-contract.ts';
import { failureAgeContract } from './failure-age-contract.ts';
import { failuresContract } from './failures-contract.ts';
import { goneTasksContract } from './gone-tasks-contract.ts';
import { kinContract } from './kin-contract.ts';
import { leasesContract } from './leases-contract.ts';
import { lostAnswersContract } from './lost-answers-contract.ts';
import { operationsContract } from './operations-contract.ts';
import { operationsModelContract } from './operations-model-contract.ts';
import { peopleContract } from './people-contract.ts';
import { samplesContract } from './samples-contract.ts';
import { sessionsContract } from './sessions-contract.ts';
import { subtaskPagesContract } from './subtask-pages-contract.ts';
import { subtasksContract } from './subtasks-contract.ts';
import { targetSetsContract } from './target-sets-contract.ts';
import { taskClaimsContract } from './task-claims-contract.ts';
import { taskListContract } from './task-list-contract.ts';
import { taskNotesContract } from './task-notes-contract.ts';
import { tasksContract } from './tasks-contract.ts';
import { walkPlacesContract } from './walk-places-contract.ts';
import { throttleContract } from './throttle-contract.ts';
import { workbooksContract } from './workbooks-contract.ts';
import { twinsContract } from './twins-contract.ts';
import { viewsContract } from './views-contract.ts';

/** Where a suite keeps its data. */
export type Place = {
  /** Stores of one name that are open at the same time share their data. */
  shares: boolean;
  open(name: string): Promise<Store>;
  /** After every store is closed. */
  clear(): Promise<void>;
};

/** What every store must do, whatever its engine. */
export function storeContract(engine: string, place: Place): void {
  describe(`a store on ${engine}`, () => {
    const opened: Store[] = [];
    let stores: { shared: Store; other: Store };
    let names = 0;
    const bench: Bench = {
      shared: () => stores.shared,
      other: () => stores.other,
      async fresh() {
        const store = await place.open(`fresh_${(names += 1)}`);
        opened.push(store);
        return store;
      },
    };
    beforeAll(async () => {
      const shared = await place.open('shared');
      stores = { shared, other: place.shares ? await place.open('shared') : shared };
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });
    afterAll(async () => {
      for (const store of new Set([stores.shared, stores.other])) await store.close();
      await place.clear();
    });

    test('it can be written', async () => {
      await bench.shared().probe();
      await expect(bench.shared().probe()).resolves.toBeUndefined();
    });
    describe('people', () => {
      peopleContract(bench);
    });
    describe('sessions', () => {
      sessionsContract(bench);
    });
    describe('throttle', () => {
      throttleContract(bench);
    });
    describe('leases', () => {
      leasesContract(bench);
      kinContract(bench);
    });
    describe('tasks', () => {
      tasksContract(bench);
    });
    describe('tasks that are gone', () => {
      goneTasksContract(bench);
    });
    describe('the list of tasks', () => {
      taskListContract(bench);
    });
    describe('what people write about tasks', () => {
      taskNotesContract(bench);
    });
    describe('saved views', () => {
      viewsContract(bench);
      draftsContract(bench);
      workbooksContract(bench);
    });
    describe('task claims', () => {
      taskClaimsContract(bench);
    });
    describe('subtasks', () => {
      subtasksContract(bench);
      subtaskPagesContract(bench);
    });
    describe('failures of all tasks', () => {
      failuresContract(bench);
    });
    describe('how old the failures are', () => {
      failureAgeContract(bench);
    });
    describe('devices', () => {
      devicesContract(bench);
    });
    describe('target sets and notes', () => {
      targetSetsContract(bench);
    });
    describe('samples', () => {
      samplesContract(bench);
    });
    describe('places of walks', () => {
      walkPlacesContract(bench);
    });
    describe('a clock that was set back', () => {
      clockRepairContract(bench);
    });
    describe('operations', () => {
      operationsContract(bench);
    });
    describe('lost answers', () => {
      lostAnswersContract(bench);
    });
    describe('tasks that were made twice', () => {
      twinsContract(bench);
    });
    describe('operations under any history', () => {
      operationsModelContract(bench);
    });
  });
}
