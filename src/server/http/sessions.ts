import type { Role } from '#shared/domain/roles.ts';
import type { Clock } from '#server/clock.ts';
import type { SessionRow } from '#server/store/people-store.ts';
import type { Store } from '#server/store/store.ts';
import { clearedCookie, cookieFor, hashOf, idIn, newSessionId } from './session-cookie.ts';

const sessionLimits = {
  idleMs: 30 * 60_000,
  absoluteMs: 12 * 3_600_000,
  renewEveryMs: 15 * 60_000,
  /** How long the id before a renewal is still good, for requests that were under way. */
  graceMs: 30_000,
  /** Activity is written down at most this often. */
  touchEveryMs: 15_000,
  /** A session is looked up at most this often; one that another process ended answers no longer than that. */
  knownMs: 1_000,
  known: 10_000,
  perPerson: 5,
  // Everyone who tries the demonstration in a role is the same person there.
  perDemoPerson: 100,
} as const;

/** Who is signed in, as procedures see it. */
export type LiveSession = {
  /** The hash under which it is stored at present. */
  idHash: string;
  person: { id: string; name: string; role: Role };
};

export type Sessions = {
  /** Starts a session; resolves to the `Set-Cookie` value. */
  open(person: LiveSession['person'], options: { demo: boolean }): Promise<string>;
  /** The session of a `Cookie` header. `activity`: a person did something, so that it does not become idle. */
  read(
    cookieHeader: string | null,
    options: { activity: boolean },
  ): Promise<{ session: LiveSession | null; setCookie: string | null }>;
  /** The session that `read` would answer where it has nothing to look up, to write down or to send along, else null. */
  known(cookieHeader: string | null, options: { activity: boolean }): LiveSession | null;
  /** Ends one session; resolves to the `Set-Cookie` value that forgets it. */
  end(idHash: string): Promise<string>;
  endAllOf(personId: string): Promise<void>;
  /** The hash under which each of the sessions is stored now; who is not among them has ended. Asks the store once. */
  current(idHashes: readonly string[]): Promise<Map<string, string>>;
  /** Calls back after sessions were ended here. */
  onEnd(listener: () => void): () => void;
  /** Removes what has expired from the store. */
  sweep(): Promise<void>;
};

/**
 * What a person does keeps the session alive: whatever changes something, and reading that the page marks as theirs. Reading that goes
 * on by itself does not. (docs/decisions: sessions)
 */
export const isActivity = (method: string, activityHeader: string | null): boolean =>
  (method !== 'GET' && method !== 'HEAD') || activityHeader === '1';

const sessionOf = (row: SessionRow): LiveSession => ({
  idHash: row.idHash,
  person: { id: row.personId, name: row.personName, role: row.role },
});

/** Server-side sessions: the browser holds a random id, the store its hash. */
export function createSessions(deps: { store: Store; clock: Clock; secure: boolean }): Sessions {
  const { clock, secure } = deps;
  const { sessions } = deps.store;
  const listeners = new Set<() => void>();
  const known = new Map<string, { row: SessionRow; at: number }>();
  let forgotten = 0;

  /** Whatever changes a session here is seen by the next request. */
  function forget() {
    forgotten += 1;
    known.clear();
  }

  function ended() {
    forget();
    for (const listener of listeners) listener();
  }

  const hasExpired = (row: SessionRow, now: number) =>
    now - row.createdAt >= sessionLimits.absoluteMs || now - row.activeAt >= sessionLimits.idleMs;

  async function alive(idHash: string): Promise<SessionRow | null> {
    const row = await sessions.find(idHash, clock.now());
    if (row === null || !hasExpired(row, clock.now())) return row;
    await sessions.remove(row.idHash);
    return null;
  }

  function knownRow(idHash: string, now: number): SessionRow | null {
    const before = known.get(idHash);
    if (before === undefined || now < before.at || now - before.at >= sessionLimits.knownMs) return null;
    return hasExpired(before.row, now) ? null : before.row;
  }

  async function lookUp(idHash: string): Promise<SessionRow | null> {
    const now = clock.now();
    const before = knownRow(idHash, now);
    if (before !== null) return before;
    const asOf = forgotten;
    const row = await alive(idHash);
    // What was read while something changed may be what it was before.
    if (row === null || asOf !== forgotten) return row;
    if (known.size >= sessionLimits.known) known.clear();
    known.set(idHash, { row, at: now });
    return row;
  }

  // Requests that arrive together with an id that is due share one renewal and all carry its cookie home, as do those that
  // still come with the old id within the grace: an answer that got lost then does not sign the person out.
  const renewals = new Map<string, { until: number; cookie: Promise<string | null> }>();

  const isRenewalDue = (row: SessionRow, now: number) => now - row.renewedAt >= sessionLimits.renewEveryMs;
  const isTouchDue = (row: SessionRow, now: number) => now - row.activeAt >= sessionLimits.touchEveryMs;

  async function renew(idHash: string, now: number): Promise<string | null> {
    const id = newSessionId();
    await sessions.renew(idHash, hashOf(id), now, now + sessionLimits.graceMs);
    forget();
    // Another process may have renewed it first; then the id made here was never stored.
    return (await sessions.find(hashOf(id), now)) === null ? null : cookieFor(id, secure);
  }

  function renewal(idHash: string, row: SessionRow, now: number): Promise<string | null> {
    for (const [hash, { until }] of renewals) if (until <= now) renewals.delete(hash);
    const running = renewals.get(idHash);
    if (running) return running.cookie;
    if (!isRenewalDue(row, now)) return Promise.resolve(null);
    const cookie = renew(row.idHash, now);
    renewals.set(idHash, { until: now + sessionLimits.graceMs, cookie });
    cookie.catch(() => renewals.delete(idHash));
    return cookie;
  }

  return {
    async open(person, { demo }) {
      const id = newSessionId();
      const now = clock.now();
      const row = { personId: person.id, personName: person.name, role: person.role, demo };
      const times = { createdAt: now, activeAt: now, renewedAt: now };
      await sessions.add(
        { idHash: hashOf(id), ...row, ...times },
        demo ? sessionLimits.perDemoPerson : sessionLimits.perPerson,
      );
      // The oldest of the same person may have been ended by it.
      forget();
      return cookieFor(id, secure);
    },

    async read(cookieHeader, { activity }) {
      const id = idIn(cookieHeader, secure);
      const row = id === null ? null : await lookUp(hashOf(id));
      if (id === null || row === null) return { session: null, setCookie: null };
      const now = clock.now();
      if (activity && isTouchDue(row, now)) {
        await sessions.touch(row.idHash, now);
        forget();
      }
      const setCookie = await renewal(hashOf(id), row, now);
      return { session: sessionOf(row), setCookie };
    },

    known(cookieHeader, { activity }) {
      const id = idIn(cookieHeader, secure);
      if (id === null) return null;
      const [idHash, now] = [hashOf(id), clock.now()];
      const row = knownRow(idHash, now);
      if (row === null || (activity && isTouchDue(row, now))) return null;
      return renewals.has(idHash) || isRenewalDue(row, now) ? null : sessionOf(row);
    },

    async end(idHash) {
      await sessions.remove(idHash);
      ended();
      return clearedCookie(secure);
    },

    async endAllOf(personId) {
      await sessions.removeOfPerson(personId);
      ended();
    },

    async current(idHashes) {
      const now = clock.now();
      const rows = [...(await sessions.findAll(idHashes, now))].filter(([, row]) => !hasExpired(row, now));
      return new Map(rows.map(([asked, { idHash }]) => [asked, idHash]));
    },

    onEnd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    sweep() {
      const now = clock.now();
      return sessions.sweep(now - sessionLimits.absoluteMs, now - sessionLimits.idleMs);
    },
  };
}
