import { expect, test } from 'vitest';
import { ownConnection, taskSighting, type Bench } from './bench.ts';

const person = { id: 'p', name: 'Sam', role: 'support' } as const;

export function taskNotesContract(bench: Bench): void {
  test('what people write is part of the task, stays when it is seen again, and has an audit line', async () => {
    const store = await bench.fresh();
    const ref = { connection: ownConnection(), id: 't' };
    await store.tasks.see(ref.connection, [taskSighting('t')], 50);
    const change = { note: 'ask Li', owner: 'Anna', tags: ['wave 1', 'wave 1'], ticket: 'https://x.test/1' };
    const written = await store.tasks.annotate(ref, { change, rev: 0, person, at: 60 });
    const annotation = { ...change, tags: ['wave 1'], rev: 1 };
    expect(written).toMatchObject({ kind: 'written', task: { annotation, rev: 2 } });
    const [seen] = await store.tasks.see(ref.connection, [taskSighting('t', { state: 'succeeded' })], 70);
    expect(seen?.task).toMatchObject({ annotation, state: 'succeeded', rev: 3 });
    const cleared = await store.tasks.annotate(ref, { change: { owner: null }, rev: 1, person, at: 80 });
    expect(cleared).toMatchObject({ task: { annotation: { note: 'ask Li', owner: null, rev: 2 } } });
    expect(await store.operations.audit(10)).toMatchObject([
      { at: 80, action: 'task.note', object: 't' },
      { at: 60, personName: 'Sam', role: 'support', connection: ref.connection, operationId: null },
    ]);
  });

  test('of two who write at the same time one is told', async () => {
    const ref = { connection: ownConnection(), id: 't' };
    await bench.shared().tasks.see(ref.connection, [taskSighting('t')], 50);
    const write = (store: ReturnType<Bench['shared']>, note: string) =>
      store.tasks.annotate(ref, { change: { note }, rev: 0, person, at: 60 });
    const both = await Promise.all([write(bench.shared(), 'one'), write(bench.other(), 'other')]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['changed_meanwhile', 'written']);
    const nobody = { ...ref, id: 'nobody' };
    const input = { change: { note: 'x' }, rev: 0, person, at: 60 };
    expect(await bench.shared().tasks.annotate(nobody, input)).toEqual({ kind: 'not_found' });
  });
}
