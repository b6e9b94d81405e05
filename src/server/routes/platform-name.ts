import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const length = 12;

/**
 * The name that a task carries on the platform: what the person called it and 12 characters that no other request has. They
 * follow from who asked with which key, so a repeated request has the same name and its task can be found by it.
 */
export function platformNameOf(label: string, personId: string, idempotencyKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([personId, idempotencyKey]))
    .digest();
  const suffix = [...hash.subarray(0, length)].map((byte) => alphabet[byte % 32]).join('');
  return `${label.normalize('NFC')}_${suffix}`;
}
