import { BlockList, isIP } from 'node:net';

/** Answers whether an address belongs to a proxy in front of the console, which may say for whom it asks. */
export type TrustedProxies = (address: string) => boolean;

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Reads addresses and networks in CIDR notation. Throws, naming the entry, on anything else. */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    if (version === 0 || rest.length > 0 || length < 0 || length > bits)
      throw new Error(`${entry} is neither an address nor a network such as 10.0.0.0/8`);
    list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
  };
}

/**
 * Who asks: the peer, or, while that is a trusted proxy, whom it names in `X-Forwarded-For`, read from the right. What stands left of
 * the first address that is not a proxy was written by the client itself and is passed over.
 */
export function clientAddress(peer: string | null, forwardedFor: string | null, isTrusted: TrustedProxies): string {
  let address = plain(peer ?? 'unknown');
  const named = forwardedFor?.split(',').map((part) => plain(part.trim())) ?? [];
  while (isTrusted(address)) {
    const before = named.pop();
    // A proxy that hides the address, or writes nonsense, is the one that asks.
    if (before === undefined || isIP(before) === 0) break;
    address = before;
  }
  return address;
}
