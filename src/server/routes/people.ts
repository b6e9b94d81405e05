import { randomUUID } from 'node:crypto';
import type { Person } from '#shared/domain/session.ts';
import type { PersonSecret } from '#server/store/people-store.ts';
import { api, may } from '#server/http/permissions.ts';

// What the store knows besides, such as the password's hash, stays there.
const shown = ({ id, name, role, createdAt, disabled }: Person | PersonSecret): Person => ({
  id,
  name,
  role,
  createdAt,
  disabled,
});

export const people = {
  list: api.people.list.use(may('person.manage')).handler(async ({ context }) => ({
    people: (await context.services.store.people.list()).map(shown),
  })),

  add: api.people.add.use(may('person.manage')).handler(async ({ input, context, errors }) => {
    const { store, clock } = context.services;
    const passwordHash = await context.signIn.hash(input.password);
    const account = { id: randomUUID(), name: input.name, role: input.role, passwordHash, at: clock.now() };
    const person = await store.people.add(account);
    if (person === null) throw errors.name_taken();
    return shown(person);
  }),

  change: api.people.change.use(may('person.manage')).handler(async ({ input, context, errors }) => {
    const { personId, password, role, disabled } = input;
    // Nobody can leave the console without an admin by mistake: someone else has to do it.
    if (personId === context.person.id && (role !== undefined || disabled !== undefined)) throw errors.forbidden();
    const change = {
      ...(role === undefined ? {} : { role }),
      ...(disabled === undefined ? {} : { disabled }),
      ...(password === undefined ? {} : { passwordHash: await context.signIn.hash(password) }),
    };
    const person = await context.services.store.people.change(personId, change);
    if (person === null) throw errors.not_found();
    // A session carries the role it began with, so every change ends the sessions of before.
    await context.sessions.endAllOf(personId);
    return shown(person);
  }),
};
