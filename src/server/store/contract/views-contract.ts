import { expect, test } from 'vitest';
import { ownConnection, type Bench } from './bench.ts';

const layout = { columns: ['name', 'failed'], density: 'compact' } as const;
const view = (id: string, name: string, shared = false) => ({
  id,
  list: 'tasks' as const,
  name,
  search: 'state=failed',
  layout: { ...layout, columns: [...layout.columns] },
  shared,
});

export function viewsContract(bench: Bench): void {
  /** People and ids that no other test uses. */
  const own = () => {
    const prefix = ownConnection();
    const person = (name: string) => ({ id: `${prefix}-${name}`, name });
    return { anna: person('Anna'), ben: person('Ben'), id: (name: string) => `${prefix}-${name}` };
  };

  test('a person sees their own views and shared ones, by name', async () => {
    const { views } = await bench.fresh();
    const { anna, ben, id } = own();
    expect(await views.add(anna, view(id('1'), 'waves', true), 9)).toEqual({
      ...view(id('1'), 'waves', true),
      by: 'Anna',
      mine: true,
      rev: 1,
    });
    await views.add(anna, view(id('2'), 'Mine'), 9);
    await views.add(ben, view(id('3'), 'Waves'), 9);
    const names = async (person: { id: string }) =>
      (await views.list('tasks', person.id)).map(({ name, by, mine }) => [name, by, mine]);
    expect(await names(anna)).toEqual([
      ['Mine', 'Anna', true],
      ['waves', 'Anna', true],
    ]);
    expect(await names(ben)).toEqual([
      ['waves', 'Anna', false],
      ['Waves', 'Ben', true],
    ]);
  });

  test('only its owner changes or removes a view', async () => {
    const { views } = bench.shared();
    const { anna, ben, id } = own();
    await views.add(anna, view(id('1'), 'one', true), 9);
    expect(await views.change(ben.id, id('1'), { name: 'stolen' })).toBe('not_found');
    expect(await views.remove(ben.id, id('1'))).toBe(false);
    expect(await views.change(anna.id, id('1'), { search: '', shared: false })).toMatchObject({
      name: 'one',
      search: '',
      shared: false,
      rev: 2,
    });
    expect(await views.remove(anna.id, id('1'))).toBe(true);
    expect(await views.remove(anna.id, id('1'))).toBe(false);
  });

  test('a name stands for one view of a person, and there is room for so many', async () => {
    const { views } = bench.shared();
    const { anna, ben, id } = own();
    await views.add(anna, view(id('1'), 'Wave'), 2);
    expect(await views.add(anna, view(id('2'), 'WAVE'), 2)).toBe('name_taken');
    expect(await views.add(ben, view(id('3'), 'Wave'), 2)).toMatchObject({ by: 'Ben' });
    await views.add(anna, view(id('4'), 'other'), 2);
    expect(await views.add(anna, view(id('5'), 'third'), 2)).toBe('too_many_views');
    expect(await views.change(anna.id, id('4'), { name: 'wave' })).toBe('name_taken');
    expect(await views.change(anna.id, id('4'), { name: 'Other' })).toMatchObject({ name: 'Other' });
  });

  test('how a person last looked at a list', async () => {
    const { views } = bench.shared();
    const { anna, ben } = own();
    expect(await views.settings(anna.id, 'tasks')).toBeNull();
    await views.remember(anna.id, 'tasks', { layout: null, search: 'kind=x' });
    const settings = { layout: { columns: ['name'], density: 'normal' as const }, search: '' };
    await views.remember(anna.id, 'tasks', settings);
    expect(await views.settings(anna.id, 'tasks')).toEqual(settings);
    expect(await views.settings(ben.id, 'tasks')).toBeNull();
  });
}
