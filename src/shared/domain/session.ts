import { z } from 'zod';
import { Role } from './roles.ts';

/** A person who may sign in. */
export const Person = z
  .object({
    id: z.string(),
    name: z.string(),
    role: Role,
    createdAt: z.int(),
    disabled: z.boolean(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

/** What the browser knows of who is signed in and of how one can sign in. */
export const Session = z
  .object({
    person: z.object({ id: z.string(), name: z.string(), role: Role }).nullable(),
    /** `demo`: one click per role. `set_up`: the first admin is made with the one-time token. `password`: local accounts. */
    signIn: z.enum(['demo', 'set_up', 'password']),
    /** The server's clock at the answer, epoch milliseconds. */
    now: z.int(),
    version: z.string(),
    /** The newest event at the answer: a stream opened with `after` this one tells everything since. Null while nobody is signed in. */
    lastEventId: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

/** A sign-in name: 1-64 letters, digits and `._-@`. */
export const SignInName = z.string().regex(/^[\p{L}\p{N}._@-]{1,64}$/u);
/** 12 to 128 characters of any kind. */
export const Password = z.string().min(12).max(128);
