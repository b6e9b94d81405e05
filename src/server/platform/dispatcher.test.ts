/** TLS as the platform's adapter speaks it, over real sockets. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { openDispatcher, type TlsSettings } from './dispatcher.ts';
import { exchange, readDeadlines, systemTimer } from './exchange.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const pem = (name: string) => readFileSync(`src/simulator/test-keys/test-${name}.pem`, 'utf8');
const [ca, server, serverKey] = [pem('ca'), pem('server-cert'), pem('server-key')];
const [client, clientKey] = [pem('client-cert'), pem('client-key')];

/**
 * A server that answers with who called; it asks for a certificate, and insists on one when it is `strict`; `another` is on an address
 * that its certificate does not name.
 */
async function ask(tls: TlsSettings | undefined, { strict = false, old = false, another = false } = {}) {
  const version = old ? { minVersion: 'TLSv1' as const, maxVersion: 'TLSv1.1' as const } : {};
  const [address, host] = another ? ['127.0.0.2', '127.0.0.2'] : ['127.0.0.1', 'localhost'];
  const platform = createServer(
    { cert: server, key: serverKey, ca, requestCert: true, rejectUnauthorized: strict, ...version },
    (request, response) => {
      const peer: Partial<PeerCertificate> = (request.socket as TLSSocket).getPeerCertificate(); // an HTTPS server's socket
      response.end(JSON.stringify({ caller: peer.subject?.CN ?? null }));
    },
  );
  await new Promise<void>((resolve) => platform.listen(0, address, resolve));
  const dispatcher = openDispatcher(tls);
  open.push(
    () => dispatcher.destroy(),
    () => platform.close(),
  );
  const origin = `https://${host}:${(platform.address() as AddressInfo).port}`; // listening on TCP, so not a pipe's name
  const options = { deadlines: readDeadlines, timer: systemTimer, abortWhileSent: true };
  return exchange(dispatcher, { method: 'GET', origin, path: '/', headers: {} }, options);
}

test('an authority that nobody knows is refused before a byte is sent', async () => {
  expect(await ask(undefined)).toMatchObject({
    kind: 'not_sent',
    reason: 'unreachable',
    cause: expect.stringMatching(/CERT|SIGNATURE|ISSUER/),
  });
});

test('an authority of its own is enough', async () => {
  expect(await ask({ ca })).toMatchObject({ kind: 'answer', text: '{"caller":null}' });
});

test('it vouches for no other host', async () => {
  const result = await ask({ ca }, { another: true });
  expect(result).toMatchObject({ kind: 'not_sent', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('TLS 1.1 is refused', async () => {
  expect(await ask({ ca }, { old: true })).toMatchObject({ kind: 'not_sent', reason: 'unreachable' });
});

test('a certificate of our own is shown where the platform insists on one', async () => {
  expect(await ask({ ca, cert: client, key: clientKey }, { strict: true })).toMatchObject({
    text: '{"caller":"Test only, client"}',
  });
  expect((await ask({ ca }, { strict: true })).kind).not.toBe('answer');
});
