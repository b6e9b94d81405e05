/** Processes that die, and a database that fails, at every single step of the work. */
import { expect, test } from 'vitest';
import { StoreBusyError, StoreFullError, type Store } from '#server/store/store.ts';
import { chance } from '#simulator/world/random.ts';
import { begin, live, rollout, wrongs } from './test-course.ts';
import { openSite } from './test-site.ts';

const patient = { timeout: 240_000 };
const repositories = ['tasks', 'twins', 'subtasks', 'samples', 'walkPlaces', 'operations'] as const;
type Method = (...input: unknown[]) => Promise<unknown>;

/** Has every call to the store go through `act`; answers how to end that. */
function intercept(store: Store, act: (name: string, call: () => Promise<unknown>) => Promise<unknown>): () => void {
  const undo: (() => void)[] = [];
  for (const of of repositories) {
    const repository = store[of] as unknown as Record<string, Method>; // each holds nothing but methods
    for (const [name, method] of Object.entries(repository)) {
      repository[name] = (...input) => act(`${of}.${name}`, () => method(...input));
      undo.push(() => void (repository[name] = method));
    }
  }
  return () => {
    for (const one of undo) one();
  };
}

const seconds = 10;
/** Which calls of these seconds to meddle with: of each kind the first. */
async function steps(): Promise<{ at: number; name: string }[]> {
  const { site } = await begin(await openSite(rollout));
  const calls: { at: number; name: string }[] = [];
  const end = intercept(site.store, (name, call) => (calls.push({ at: calls.length, name }), call()));
  await live(site, seconds);
  end();
  return calls.filter(({ name }, at) => calls.findIndex((call) => call.name === name) === at);
}

test('killed at any step, the next process loses nothing and does nothing twice', patient, async () => {
  const wrong: string[] = [];
  for (const { at, name } of await steps()) {
    const begun = await begin(await openSite(rollout));
    const { site } = begun;
    let calls = 0;
    await new Promise<void>((killed) => {
      const end = intercept(site.store, (_, call) => {
        calls += 1;
        if (calls <= at) return call();
        end();
        killed();
        return new Promise(() => undefined);
      });
      void live(site, seconds);
    });
    for (const one of await wrongs(begun, site.successor())) wrong.push(`${at} ${name}: ${one}`);
  }
  expect(wrong).toEqual([]);
});

test('whatever the database fails at, the loops go on, lose nothing and do nothing twice', patient, async () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= 6; seed += 1) {
    const begun = await begin(await openSite(rollout));
    const { site } = begun;
    let calls = 0;
    // Busy and full before anything was written; an answer lost after it was.
    const end = intercept(site.store, async (_, call) => {
      const fate = chance(seed, (calls += 1));
      if (fate < 0.08) throw new StoreBusyError(null);
      if (fate < 0.12) throw new StoreFullError(null);
      const answer = await call();
      if (fate < 0.2) throw new StoreBusyError(null);
      return answer;
    });
    await live(site, 20);
    end();
    // What it does not remember to have claimed is looked for after half a minute.
    await live(site, 40);
    for (const one of await wrongs(begun, site)) wrong.push(`seed ${seed}: ${one}`);
  }
  expect(wrong).toEqual([]);
});
