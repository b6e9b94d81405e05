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
 * through all of them once more, which is half the time of reading 30,000 IDs. `expected` of them fit without rearranging.
 */
export function createIdTable(expected = 1_000): IdTable {
  const ids: string[] = [];
  /** Places by hash; what stands there is the place in `ids`, counted from 1. At most half of them are taken. */
  let slots = new Int32Array(2 ** Math.ceil(Math.log2(expected * 2 + 2)));
  let lines = new Int32Array(slots.length / 2);
  let hashes = new Int32Array(slots.length / 2);

  const first = (hash: number) => (hash ^ (hash >>> 15)) & (slots.length - 1);
  const next = (slot: number) => (slot + 1) & (slots.length - 1);
  const longer = (numbers: Int32Array<ArrayBuffer>, length: number) => {
    const copy = new Int32Array(length);
    copy.set(numbers);
    return copy;
  };
  const grow = () => {
    slots = new Int32Array(slots.length * 4);
    lines = longer(lines, slots.length / 2);
    hashes = longer(hashes, slots.length / 2);
    for (let nth = 0; nth < ids.length; nth += 1) {
      let slot = first(hashes[nth] ?? 0);
      while (slots[slot] !== 0) slot = next(slot);
      slots[slot] = nth + 1;
    }
  };

  return {
    ids,
    add(id, hash, line) {
      if (ids.length === lines.length) grow();
      let slot = first(hash);
      for (let taken = slots[slot] ?? 0; taken !== 0; taken = slots[slot] ?? 0) {
        if (hashes[taken - 1] === hash && ids[taken - 1] === id) return lines[taken - 1] ?? 0;
        slot = next(slot);
      }
      lines[ids.length] = line;
      hashes[ids.length] = hash;
      slots[slot] = ids.push(id);
      return 0;
    },
  };
}
