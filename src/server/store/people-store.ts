import type { Role } from '#shared/domain/roles.ts';
import type { Person } from '#shared/domain/session.ts';

export type PersonSecret = Person & { passwordHash: string };
export type PeopleRepository = {
  count(): Promise<number>;
  list(): Promise<Person[]>;
  find(id: string): Promise<PersonSecret | null>;
  /** Names are compared case-insensitively after NFKC. */
  findByName(name: string): Promise<PersonSecret | null>;
  /** Null when the name is taken. */
  add(person: { id: string; name: string; role: Role; passwordHash: string; at: number }): Promise<Person | null>;
  /** Like `add`, but only while there is nobody yet; null otherwise. */
  addFirst(person: { id: string; name: string; role: Role; passwordHash: string; at: number }): Promise<Person | null>;
  change(id: string, change: { role?: Role; passwordHash?: string; disabled?: boolean }): Promise<Person | null>;
};

/** A session by the SHA-256 of its cookie; the cookie itself is never stored. People of the demonstration have an ID and no account. */
export type SessionRow = {
  idHash: string;
  personId: string;
  personName: string;
  role: Role;
  demo: boolean;
  createdAt: number;
  /** Last time a person did something; background traffic does not count. */
  activeAt: number;
  renewedAt: number;
};
export type SessionRepository = {
  /** Adds a session and removes the person's oldest beyond `keep`. */
  add(row: SessionRow, keep: number): Promise<void>;
  /** Under its present id, or under the one before while its grace lasts at `now`; the row carries the present id. */
  find(idHash: string, now: number): Promise<SessionRow | null>;
  /** The same for many, by the id asked for, with one statement; who is not there has no session. */
  findAll(idHashes: readonly string[], now: number): Promise<Map<string, SessionRow>>;
  /** Accepts the id before, like `remove`: a renewal may have happened meanwhile. Never moves `activeAt` back. */
  touch(idHash: string, at: number): Promise<void>;
  /** Replaces the id; the old one stays valid until `graceUntil`. False when `idHash` is not a present id (any more). */
  renew(idHash: string, newIdHash: string, at: number, graceUntil: number): Promise<boolean>;
  remove(idHash: string): Promise<void>;
  removeOfPerson(personId: string): Promise<void>;
  /** Removes what was created before `createdBefore` or inactive since `activeBefore`. */
  sweep(createdBefore: number, activeBefore: number): Promise<void>;
};

/** Failed sign-ins by key (account or address, already hashed by the caller); survives a restart, bounded in rows. */
export type ThrottleRepository = {
  failures(key: string, since: number): Promise<{ count: number; lastAt: number | null }>;
  fail(key: string, at: number): Promise<void>;
  clear(key: string): Promise<void>;
  sweep(before: number): Promise<void>;
};
