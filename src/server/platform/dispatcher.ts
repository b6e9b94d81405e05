import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import { guardedLookup, type Resolve } from './addresses.ts';

/** PEM texts: a further authority that may vouch for the platform, and what we show it of ourselves where it asks. */
export type TlsSettings = { ca?: string; cert?: string; key?: string };

/** Names that may lead to this machine or its neighbours; `resolve` is the system's unless a test has its own. */
export type Reach = { mayBeNear?: (hostname: string) => boolean; resolve?: Resolve };

/**
 * The connections to a platform and its IAM: verified TLS 1.2 or newer, no redirects (undici follows none by itself), HTTP/1.1,
 * where "not started" proves that nothing was written. Verification cannot be switched off. A name is resolved once for each connection,
 * and only leads to a private address where it may.
 */
export function openDispatcher(
  { ca, ...own }: TlsSettings = {},
  { mayBeNear = (hostname) => hostname === 'localhost', resolve }: Reach = {},
): Dispatcher {
  return new Agent({
    connections: 8,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 64 * 1024, // tokens come in a header and take several KB
    connect: {
      timeout: 3_000,
      minVersion: 'TLSv1.2',
      lookup: guardedLookup(mayBeNear, resolve),
      ...own,
      ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    },
  });
}
