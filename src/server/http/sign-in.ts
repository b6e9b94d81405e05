import { randomUUID } from 'node:crypto';
import type { Clock } from '#server/clock.ts';
import type { PersonSecret } from '#server/store/people-store.ts';
import type { Store } from '#server/store/store.ts';
import { refusal } from './errors.ts';
import { PasswordsBusyError, type Passwords } from './passwords.ts';
import type { SetUpToken } from './set-up-token.ts';
import { type Throttle, throttleLimits } from './throttle.ts';

/** Local accounts: who is behind a name and a password. All reject with errors of the contract. */
export type SignIn = {
  /** Whether the first admin has yet to be made. */
  needsSetUp(): Promise<boolean>;
  withPassword(input: { name: string; password: string; address: string }): Promise<PersonSecret>;
  firstAdmin(input: { token: string; name: string; password: string; address: string }): Promise<PersonSecret>;
  /** The stored form of a new password. */
  hash(password: string): Promise<string>;
};

const tooMany = (waitMs: number) =>
  refusal('too_many_attempts', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });

export function createSignIn(deps: {
  store: Store;
  clock: Clock;
  passwords: Passwords;
  throttle: Throttle;
  setUpToken: SetUpToken;
}): SignIn {
  const { store, clock, passwords, throttle, setUpToken } = deps;
  let someoneExists = false;

  async function queued<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw error instanceof PasswordsBusyError ? tooMany(5_000) : error;
    });
  }

  const hash = (password: string) => queued(passwords.hash(password));

  /** Rejects while attempts have to wait; else resolves to the failures so far. */
  async function mayTry(kind: 'account' | 'address', name: string): Promise<number> {
    const { failures, waitMs } = await throttle.standing(kind, name);
    if (waitMs > 0) throw tooMany(waitMs);
    return failures;
  }

  // Counted before the password is looked at: of guesses sent side by side only as many are checked as one after another.
  async function countAttempt(name: string) {
    const before = await mayTry('account', name);
    await throttle.fail('account', name);
    const { failures, waitMs } = await throttle.standing('account', name);
    if (failures > before + 1 && failures > throttleLimits.account) throw tooMany(waitMs);
  }

  async function withPassword(input: { name: string; password: string; address: string }) {
    const { name, password, address } = input;
    await mayTry('address', address);
    await countAttempt(name);
    const person = await store.people.findByName(name);
    const { right, outdated } = await queued(passwords.verify(person?.passwordHash ?? null, password));
    if (person === null || !right || person.disabled) {
      await throttle.fail('address', address);
      throw refusal('wrong_credentials');
    }
    await throttle.clear('account', name);
    if (outdated) await store.people.change(person.id, { passwordHash: await hash(password) });
    // Checking took a while: a role that was taken away meanwhile must not live on in the new session.
    const today = await store.people.find(person.id);
    if (today === null || today.disabled) throw refusal('wrong_credentials');
    return today;
  }

  async function firstAdmin(input: { token: string; name: string; password: string; address: string }) {
    await mayTry('address', input.address);
    if (!setUpToken.matches(input.token)) {
      await throttle.fail('address', input.address);
      throw refusal('set_up_token_wrong');
    }
    const account = { id: randomUUID(), name: input.name, role: 'admin' as const, at: clock.now() };
    const passwordHash = await hash(input.password);
    const person = await store.people.addFirst({ ...account, passwordHash });
    await setUpToken.withdraw();
    if (person === null) throw refusal('set_up_token_wrong');
    return { ...person, passwordHash };
  }

  return {
    async needsSetUp() {
      someoneExists ||= (await store.people.count()) > 0;
      return !someoneExists;
    },
    withPassword,
    firstAdmin,
    hash,
  };
}
