/** TLS as the platform's adapter speaks it, over real sockets. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { openDispatcher, type TlsSettings } from './dispatcher.ts';
import { exchange, readDeadlines, systemTimer } from './exchange.ts';
import { certificates } from './test-certificates.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const { ca, server, serverKey, client, clientKey } = certificates;

/** A server that answers with who called; it asks for a certificate, and insists on one when it is `strict`; `another` stands for another host. */
async function ask(tls: TlsSettings | undefined, { strict = false, old = false, another = false } = {}) {
  const version = old ? { minVersion: 'TLSv1' as const, maxVersion: 'TLSv1.1' as const } : {};
  const own = another ? { cert: client, key: clientKey } : { cert: server, key: serverKey };
  const platform = createServer(
    { ...own, ca, requestCert: true, rejectUnauthorized: strict, ...version },
    (request, response) => {
      const peer: Partial<PeerCertificate> = (request.socket as TLSSocket).getPeerCertificate(); // an HTTPS server's socket
      response.end(JSON.stringify({ caller: peer.subject?.CN ?? null }));
    },
  );
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const dispatcher = openDispatcher(tls);
  open.push(
    () => dispatcher.destroy(),
    () => platform.close(),
  );
  const origin = `https://localhost:${(platform.address() as AddressInfo).port}`; // listening on TCP, so not a pipe's name
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
    text: '{"caller":"client.test"}',
  });
  expect((await ask({ ca }, { strict: true })).kind).not.toBe('answer');
});
