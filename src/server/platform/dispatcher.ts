import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';

/** PEM texts: a further authority that may vouch for the platform, and what we show it of ourselves where it asks. */
export type TlsSettings = { ca?: string; cert?: string; key?: string };

/**
 * The connections to a platform and its IAM: verified TLS 1.2 or newer, no redirects (undici follows none by itself), HTTP/1.1,
 * where "not started" proves that nothing was written. Verification cannot be switched off.
 */
export function openDispatcher({ ca, ...own }: TlsSettings = {}): Dispatcher {
  return new Agent({
    connections: 8,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 64 * 1024, // tokens come in a header and take several KB
    connect: {
      timeout: 3_000,
      minVersion: 'TLSv1.2',
      ...own,
      ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
    },
  });
}
