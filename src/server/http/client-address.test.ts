import { expect, test } from 'vitest';
import { clientAddress, trustedProxies } from './client-address.ts';

const proxies = trustedProxies(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

test.each([
  ['nobody is in front', '203.0.113.5', null, '203.0.113.5'],
  ['a stranger names another', '203.0.113.5', '198.51.100.1', '203.0.113.5'],
  ['the proxy names its client', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['the client put an address in front', '10.1.2.3', '127.0.0.1, 198.51.100.1', '198.51.100.1'],
  ['two proxies in a row', '10.1.2.3', '9.9.9.9, 198.51.100.1, 192.0.2.7', '198.51.100.1'],
  ['every address is a proxy', '10.1.2.3', '10.0.0.9', '10.0.0.9'],
  ['the proxy names nobody', '10.1.2.3', null, '10.1.2.3'],
  ['the proxy writes nonsense', '10.1.2.3', '198.51.100.1, unknown', '10.1.2.3'],
  ['an IPv4 peer on an IPv6 socket', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
  ['IPv6', 'fd00::1', '2001:db8::5', '2001:db8::5'],
  ['there is no socket', null, '198.51.100.1', 'unknown'],
])('%s', (_, peer, forwardedFor, expected) => {
  expect(clientAddress(peer, forwardedFor, proxies)).toBe(expected);
});

test.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.0/-1', ''])(
  '%j is refused by name',
  (entry) => {
    expect(() => trustedProxies([entry])).toThrow(`${entry} is neither`);
  },
);
