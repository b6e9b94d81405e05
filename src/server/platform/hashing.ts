import { createHmac, hash, hkdfSync } from 'node:crypto';
import type { Hashing } from '#wire/iotda/signing.ts';

/** The primitives of request signing, by Node's own crypto. */
export const nodeHashing: Hashing = {
  sha256Hex: (data) => hash('sha256', data, 'hex'),
  hmacSha256Hex: (key, data) => createHmac('sha256', key).update(data).digest('hex'),
  hkdfSha256Hex: (ikm, salt, info, length) => Buffer.from(hkdfSync('sha256', ikm, salt, info, length)).toString('hex'),
};
