import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** Answers every address of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The code of the error where a name leads to nothing but this machine or its neighbours. */
export const privateAddressCode = 'ERR_PRIVATE_ADDRESS';

/** 100.64.0.0/10 is not among them: within Huawei Cloud its own services answer there. One other cloud's metadata does as well. */
const near = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.100.100.200', 32],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  near.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  near.addSubnet(net, bits, 'ipv6');

/** Loopback, private, link-local (where clouds keep their metadata) or no address of one machine. */
export const isNear = (address: string): boolean =>
  isIP(address) === 0 || near.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const everyAddress: Resolve = (hostname, done) => lookup(hostname, { all: true }, done);

/**
 * A lookup for sockets: what it answers is what is connected to, so that a name cannot lead elsewhere a moment after it was checked.
 * Names for which `mayBeNear` is false only lead out of this network.
 */
export function guardedLookup(
  mayBeNear: (hostname: string) => boolean,
  resolve: Resolve = everyAddress,
): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, (error, all) => {
      if (error !== null) return done(error, []);
      const allowed = mayBeNear(hostname) ? [...all] : all.filter(({ address }) => !isNear(address));
      const wanted = options.family === 4 || options.family === 6 ? options.family : null;
      const fitting = wanted === null ? allowed : allowed.filter(({ family }) => family === wanted);
      const [first] = fitting;
      if (first === undefined) {
        const code = allowed.length < all.length ? privateAddressCode : 'ENOTFOUND';
        return done(Object.assign(new Error(`${hostname}: ${code}`), { code }), []);
      }
      if (options.all === true) done(null, fitting);
      else done(null, first.address, first.family);
    });
  };
}
