import type { NewTask } from '#shared/domain/create.ts';

/** Two numbers of 32 bits that differ for any two texts a person could come to enter. */
export function fingerprint(text: string): string {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2_654_435_761);
    other = Math.imul(other ^ unit, 1_597_334_677);
  }
  return [one ^ (other >>> 15), other ^ (one >>> 13)].map((part) => (part >>> 0).toString(36)).join('-');
}

/**
 * The idempotency key of a request: the same for the same request of a draft, also after a reload, and another for any other.
 * The typed count confirms a request and is not part of it.
 */
export const requestKey = (seed: string, request: NewTask): string =>
  `${seed}-${fingerprint(JSON.stringify({ ...request, confirmedCount: null }))}`;
