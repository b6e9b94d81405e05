import { Agent, type Dispatcher } from 'undici';

/**
 * The connections to the platform and its IAM: verified TLS 1.2 or newer, no redirects (undici follows none by itself), HTTP/1.1,
 * where "not started" proves that nothing was written. Further authorities are Node's business: NODE_EXTRA_CA_CERTS.
 */
export function openDispatcher(): Dispatcher {
  return new Agent({
    connections: 8,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: 64 * 1024, // tokens come in a header and take several KB
    connect: { timeout: 3_000, minVersion: 'TLSv1.2' },
  });
}
