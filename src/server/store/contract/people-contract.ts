import { expect, test } from 'vitest';
import type { Bench } from './bench.ts';

const ann = { id: 'p1', name: 'Ann', role: 'admin', passwordHash: 'hash-1', at: 5 } as const;
const bob = { id: 'p2', name: 'Bob', role: 'support', passwordHash: 'hash-2', at: 6 } as const;

export function peopleContract(bench: Bench): void {
  test('a person is found by id and by name, whatever the case or width of its letters', async () => {
    const { people } = await bench.fresh();
    expect(await people.count()).toBe(0);
    expect(await people.add({ ...ann, name: 'Ännchen' })).toEqual({
      id: 'p1',
      name: 'Ännchen',
      role: 'admin',
      createdAt: 5,
      disabled: false,
    });
    expect(await people.findByName('äNNＣhen')).toMatchObject({ id: 'p1', passwordHash: 'hash-1' });
    expect(await people.find('p1')).toMatchObject({ name: 'Ännchen' });
    expect(await people.find('p2')).toBeNull();
    expect(await people.findByName('nobody')).toBeNull();
  });

  test('a name is taken once', async () => {
    const { people } = await bench.fresh();
    await people.add(bob);
    expect(await people.add({ ...ann, name: 'bOB' })).toBeNull();
    await people.add(ann);
    expect((await people.list()).map((person) => person.name)).toEqual(['Ann', 'Bob']);
    expect(await people.count()).toBe(2);
  });

  test('of two first people at the same time one is first', async () => {
    const { people } = await bench.fresh();
    const both = await Promise.all([people.addFirst(ann), people.addFirst(bob)]);
    expect(both.filter((person) => person !== null)).toHaveLength(1);
    expect(await people.count()).toBe(1);
    expect(await people.addFirst({ ...ann, id: 'p3', name: 'Cem' })).toBeNull();
  });

  test('a change touches only what it names', async () => {
    const { people } = await bench.fresh();
    await people.add(ann);
    expect(await people.change('p1', { role: 'manager' })).toMatchObject({ role: 'manager', disabled: false });
    expect(await people.change('p1', { disabled: true, passwordHash: 'hash-9' })).toMatchObject({ disabled: true });
    expect(await people.find('p1')).toMatchObject({ role: 'manager', disabled: true, passwordHash: 'hash-9' });
    expect(await people.change('p1', {})).toMatchObject({ role: 'manager', disabled: true });
    expect(await people.change('nobody', { role: 'admin' })).toBeNull();
  });
}
