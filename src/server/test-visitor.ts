/** What the tests across processes share: somebody who uses a console over HTTP, as a browser or a script would. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { z } from 'zod';
import { Operation } from '#shared/domain/operation.ts';

export type Answer = { status: number; body: unknown };
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type Visitor = {
  /** `path` is below `/api/v1`. Keeps the cookie it is given. */
  ask(method: Method, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Reads something that must be there and have this shape. */
  read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  /** Asks for something to be done, with a new idempotency key; the operation that was accepted. */
  begin(path: string, body: unknown): Promise<Operation>;
  /** The same person where the console is now. */
  at(url: string): Visitor;
};

export function visit(url: string, cookies: { sid: string | null } = { sid: null }): Visitor {
  const ask: Visitor['ask'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(cookies.sid === null ? {} : { Cookie: cookies.sid }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookies.sid = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookies.sid;
    return { status: answer.status, body: await answer.json() };
  };
  return {
    ask,
    async read(path, schema) {
      const { status, body } = await ask('GET', path);
      expect({ path, status, ...(status === 200 ? {} : { body }) }).toEqual({ path, status: 200 });
      return schema.parse(body);
    },
    async begin(path, body) {
      const answer = await ask('POST', path, body, { 'Idempotency-Key': randomUUID() });
      expect(answer).toMatchObject({ status: 202 });
      return Operation.parse(answer.body);
    },
    at: (elsewhere) => visit(elsewhere, cookies),
  };
}

const passwords = { admin: 'a long word for the admin', operations: 'another for operations' };

/** The way in where a real platform is configured: the set-up token, the first admin, an account for operations, its password. */
export async function signInAsOperations(url: string, dataDir: string): Promise<Visitor> {
  const admin = visit(url);
  const token = await readFile(join(dataDir, 'set-up-token'), 'utf8');
  const setUp = await admin.ask('POST', '/session/set-up', { token, name: 'first.admin', password: passwords.admin });
  expect(setUp).toMatchObject({ status: 200, body: { person: { role: 'admin' } } });
  const account = { name: 'li.na', password: passwords.operations };
  const added = await admin.ask('POST', '/people', { ...account, role: 'operations' });
  expect(added).toMatchObject({ status: 200, body: { name: 'li.na', disabled: false } });
  const person = visit(url);
  expect(await person.ask('POST', '/session', account)).toMatchObject({ status: 200, body: { signIn: 'password' } });
  return person;
}
