/** A hash of an ID, made character by character: `mixed(mixed(noHash, a), b)`. */
export const noHash = -2_128_831_035;
export const mixed = (hash: number, code: number): number => Math.imul(hash ^ code, 16_777_619);

export function hashOf(id: string): number {
  let hash = noHash;
  for (let at = 0; at < id.length; at += 1) hash = mixed(hash, id.charCodeAt(at));
  return hash;
}

export type IdTable = {
  /** In the order they came, each once. */
  ids: string[];
  /** Adds an ID; answers the line where it stood before, or 0 where it is new. */
  add(id: string, hash: number, line: number): number;
};

/**
 * IDs, each with the line where it stood first. Takes the hash from the reader, which sees each character anyway: a Map would go
 * through all of them once more, which is half the time of reading 30,000 IDs.
 */
export function createIdTable(): IdTable {
  const ids: string[] = [];
  const lines: number[] = [];
  const hashes: number[] = [];
  /** Places by hash; what stands there is the place in `ids`, counted from 1. At most half of them are taken. */
  let slots = new Int32Array(2_048);

  const first = (hash: number) => (hash ^ (hash >>> 15)) & (slots.length - 1);
  const next = (slot: number) => (slot + 1) & (slots.length - 1);
  const grow = () => {
    slots = new Int32Array(slots.length * 4);
    for (const [nth, hash] of hashes.entries()) {
      let slot = first(hash);
      while (slots[slot] !== 0) slot = next(slot);
      slots[slot] = nth + 1;
    }
  };

  return {
    ids,
    add(id, hash, line) {
      let slot = first(hash);
      for (let taken = slots[slot] ?? 0; taken !== 0; taken = slots[slot] ?? 0) {
        if (hashes[taken - 1] === hash && ids[taken - 1] === id) return lines[taken - 1] ?? 0;
        slot = next(slot);
      }
      slots[slot] = ids.push(id);
      lines.push(line);
      hashes.push(hash);
      if (ids.length * 2 > slots.length) grow();
      return 0;
    },
  };
}
