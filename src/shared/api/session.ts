import { z } from 'zod';
import { Role } from '#shared/domain/roles.ts';
import { Password, Person, Session, SignInName } from '#shared/domain/session.ts';
import { procedure } from './procedure.ts';

export const session = {
  read: procedure
    .route({
      method: 'GET',
      path: '/session',
      summary: 'Who is signed in, and how one can sign in',
    })
    .output(Session),
  demo: procedure
    .route({
      method: 'POST',
      path: '/session/demo',
      summary: 'Sign in to the demonstration in one role',
    })
    .input(z.strictObject({ role: Role }))
    .output(Session),
  signIn: procedure
    .route({ method: 'POST', path: '/session', summary: 'Sign in with a local account' })
    .input(z.strictObject({ name: z.string().max(64), password: z.string().max(128) }))
    .output(Session),
  setUp: procedure
    .route({
      method: 'POST',
      path: '/session/set-up',
      summary: 'Make the first admin with the one-time set-up token',
    })
    .input(z.strictObject({ token: z.string().max(128), name: SignInName, password: Password }))
    .output(Session),
  end: procedure.route({ method: 'DELETE', path: '/session', summary: 'Sign out' }).output(Session),
};

export const people = {
  list: procedure
    .route({ method: 'GET', path: '/people', summary: 'Local accounts' })
    .output(z.object({ people: z.array(Person) })),
  add: procedure
    .route({ method: 'POST', path: '/people', summary: 'Add a local account' })
    .input(z.strictObject({ name: SignInName, password: Password, role: Role }))
    .output(Person),
  change: procedure
    .route({
      method: 'PATCH',
      path: '/people/{personId}',
      summary: "Change an account's role, password or whether it may sign in",
    })
    .input(
      z.strictObject({
        personId: z.string().max(64),
        role: Role.optional(),
        password: Password.optional(),
        disabled: z.boolean().optional(),
      }),
    )
    .output(Person),
};
