/**
 * Chance without state: every draw is a function of its key (seed, device, attempt, ...), so nothing depends on the order
 * in which requests arrive and a world can be rebuilt from its seed.
 */

/** Mixes integers into 32 well-spread bits. */
export function mix(...parts: number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part >>> 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** A number in [0, 1) that belongs to this key. */
export const chance = (...key: number[]): number => mix(...key) / 0x1_0000_0000;

/** A number in [from, to) that belongs to this key. */
export const between = (from: number, to: number, ...key: number[]): number => from + chance(...key) * (to - from);

/** 32 bits of a text, to use a word as a seed. */
export function seedOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = mix(hash, text.charCodeAt(index));
  return hash;
}

/** `length` hex digits that belong to this key. */
export function hexOf(length: number, ...key: number[]): string {
  let digits = '';
  for (let part = 0; digits.length < length; part += 1)
    digits += mix(...key, part)
      .toString(16)
      .padStart(8, '0');
  return digits.slice(0, length);
}

/** Which of the shares (fractions that add up to 1) a point in [0, 1) falls into. */
export function shareAt(shares: readonly number[], point: number): number {
  let upTo = 0;
  for (let index = 0; index < shares.length; index += 1) {
    upTo += shares[index] ?? 0;
    if (point < upTo) return index;
  }
  return shares.length - 1;
}
