import { sql } from 'kysely';
import type { Person } from '#shared/domain/session.ts';
import { folded } from '#shared/domain/task-filter.ts';
import type { Database, Db } from './database.ts';
import type { PersonRow } from './schema.ts';
import type { PeopleRepository, PersonSecret } from './people-store.ts';

type NewPerson = Parameters<PeopleRepository['add']>[0];

export const peopleRepository = (database: Database): PeopleRepository => ({
  count: () => database.run(count),

  list: () =>
    database.run(async (db) => (await db.selectFrom('people').selectAll().orderBy('name_key').execute()).map(personOf)),

  find: (id) => database.run((db) => secretWhere(db, 'id', id)),
  findByName: (name) => database.run((db) => secretWhere(db, 'name_key', folded(name))),

  add: (person) => database.run((db) => insert(db, person)),

  addFirst: (person) =>
    database.change(async (trx) => {
      // Two first people with different names would not collide on the name, so nobody else may add one meanwhile.
      if (database.engine === 'postgres') await sql`lock table people in share row exclusive mode`.execute(trx);
      return (await count(trx)) === 0 ? insert(trx, person) : null;
    }),

  change: (id, change) =>
    database.run(async (db) => {
      const set = {
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled ? (1 as const) : (0 as const) }),
      };
      if (Object.keys(set).length === 0) {
        const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
        return row === undefined ? null : personOf(row);
      }
      const row = await db.updateTable('people').set(set).where('id', '=', id).returningAll().executeTakeFirst();
      return row === undefined ? null : personOf(row);
    }),
});

const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  role: row.role,
  createdAt: row.created_at,
  disabled: row.disabled === 1,
});

async function count(db: Db): Promise<number> {
  const row = await db
    .selectFrom('people')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

async function secretWhere(db: Db, column: 'id' | 'name_key', value: string): Promise<PersonSecret | null> {
  const row = await db.selectFrom('people').selectAll().where(column, '=', value).executeTakeFirst();
  return row === undefined ? null : { ...personOf(row), passwordHash: row.password_hash };
}

async function insert(db: Db, person: NewPerson): Promise<Person | null> {
  const row = await db
    .insertInto('people')
    .values({
      id: person.id,
      name: person.name,
      name_key: folded(person.name),
      role: person.role,
      password_hash: person.passwordHash,
      disabled: 0,
      created_at: person.at,
    })
    .onConflict((on) => on.column('name_key').doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : personOf(row);
}
