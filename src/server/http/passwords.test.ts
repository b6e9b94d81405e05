import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPasswords, PasswordsBusyError } from './passwords.ts';

test('a hash names its algorithm and parameters, and is different every time', async () => {
  const passwords = createPasswords();
  const [one, other] = [await passwords.hash('a long password'), await passwords.hash('a long password')];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
  expect(other).not.toBe(one);
  expect(await passwords.verify(one, 'a long password')).toEqual({ right: true, outdated: false });
  expect(await passwords.verify(one, 'a long passworD')).toEqual({ right: false, outdated: false });
  expect((await passwords.verify(null, 'a long password')).right).toBe(false);
});

test('a hash of another algorithm or with other parameters still works, and is made anew', async () => {
  const passwords = createPasswords();
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync('a long password', salt, 32, { N: 1024, r: 8, p: 1 });
  const old = `$scrypt$n=1024,r=8,p=1$${salt.toString('base64')}$${key.toString('base64')}`;
  expect(await passwords.verify(old, 'a long password')).toEqual({ right: true, outdated: true });
  expect(await passwords.verify(old, 'another password')).toEqual({ right: false, outdated: true });
});

test('what is not a hash is never right', async () => {
  const passwords = createPasswords();
  for (const broken of ['', 'a long password', '$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA'])
    expect((await passwords.verify(broken, 'a long password').catch(() => ({ right: false }))).right).toBe(false);
});

test('two at once, twenty in line, and the rest is turned away', async () => {
  const passwords = createPasswords({ memory: 1024 });
  const asked = Array.from({ length: 30 }, () => passwords.verify(null, 'a long password'));
  const results = await Promise.allSettled(asked);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(22);
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused.every(({ reason }) => reason instanceof PasswordsBusyError)).toBe(true);
  expect((await passwords.verify(null, 'a long password')).right).toBe(false);
});
