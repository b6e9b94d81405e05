import { hash, randomBytes } from 'node:crypto';

const shape = /^[A-Za-z0-9_-]{43}$/;

// Browsers accept the prefix and `Secure` only through TLS (some also on localhost), so on a loopback address without TLS
// the cookie goes without. (docs/decisions: sessions)
const nameOf = (secure: boolean) => (secure ? '__Host-Http-sid' : 'sid');

/** A new session id: 256 random bits. Only its hash is stored. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

export const hashOf = (id: string): string => hash('sha256', id);

/** The session id in a `Cookie` header, or null when there is none or it cannot be one of ours. */
export function idIn(cookieHeader: string | null, secure: boolean): string | null {
  const prefix = `${nameOf(secure)}=`;
  const values = (cookieHeader ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length));
  const [id] = values;
  return values.length === 1 && id !== undefined && shape.test(id) ? id : null;
}

const attributes = (secure: boolean) => `${secure ? 'Secure; ' : ''}HttpOnly; SameSite=Strict; Path=/`;

export const cookieFor = (id: string, secure: boolean): string => `${nameOf(secure)}=${id}; ${attributes(secure)}`;

export const clearedCookie = (secure: boolean): string => `${nameOf(secure)}=; ${attributes(secure)}; Max-Age=0`;
