import { describe, expect, test } from 'vitest';
import { StoreNewerError, type Store } from '#server/store/store.ts';
import { beginRetry } from './bench.ts';

/** What must hold of tables that others can reach: `tamper` runs a statement past the store. */
export function tablesContract(
  engine: string,
  open: (name: string) => Promise<Store>,
  tamper: (name: string, statement: string) => Promise<void>,
): void {
  describe(`tables on ${engine}`, () => {
    const reopened = async (name: string) => (await open(name)).close();

    test('what was written is there when the store is opened again', async () => {
      const store = await open('again');
      const id = await beginRetry(store, { connection: 'c', id: 't' }, [['a']]);
      await store.close();
      const again = await open('again');
      expect(await again.operations.find('c', id)).toMatchObject({ id, state: 'planned' });
      await again.close();
    });

    test('audit lines cannot be changed or removed, whoever tries', async () => {
      const store = await open('audited');
      await beginRetry(store, { connection: 'c', id: 't' }, [['a']]);
      await expect(tamper('audited', `update audit set person_name = 'nobody'`)).rejects.toThrow('never changed');
      await expect(tamper('audited', 'delete from audit')).rejects.toThrow('never changed');
      expect(await store.operations.audit(10)).toMatchObject([{ personName: 'Sam' }]);
      await store.close();
    });

    test('tables of a newer version are refused and left as they are', async () => {
      await reopened('newer');
      await tamper('newer', `insert into migrations (name, timestamp) values ('9999-later', '2030')`);
      await expect(open('newer')).rejects.toThrow(StoreNewerError);
      await expect(open('newer')).rejects.toThrow('9999-later');
      await tamper('newer', `delete from migrations where name = '9999-later'`);
      await expect(reopened('newer')).resolves.toBeUndefined();
    });
  });
}
