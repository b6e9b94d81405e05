/** What will happen, soonest first. Entries at the same moment happen in the order in which they were planned. */
export type Planned = {
  /** World time, milliseconds. */
  at: number;
  what: 'initialised' | 'due' | 'dispatch' | 'online' | 'ended' | 'again' | 'stopped';
  task: number;
  subtask: number;
  /** The subtask's epoch when this was planned: an entry whose subtask has moved on since is void. */
  epoch: number;
  /** For `ended`: the result, an index into the table of results. */
  result: number;
};

type Entry = Planned & { order: number };

export type Agenda = {
  plan(entry: Planned): void;
  /** Takes out the next entry that is due at `now`, or null. */
  takeDue(now: number): Planned | null;
  /** Everything planned, soonest first. */
  entries(): Planned[];
  /** Forgets everything and takes these entries instead. */
  reset(entries: readonly Planned[]): void;
};

const before = (left: Entry, right: Entry) => left.at < right.at || (left.at === right.at && left.order < right.order);

export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let order = 0;

  function plan(planned: Planned): void {
    const entry = { ...planned, order };
    order += 1;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  function takeDue(now: number): Planned | null {
    const top = heap[0];
    if (top === undefined || top.at > now) return null;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) sink(last);
    return top;
  }

  function sink(entry: Entry): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, below)) {
        child += 1;
        below = right;
      }
      if (!before(below, entry)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = entry;
  }

  return {
    plan,
    takeDue,
    entries: () =>
      heap
        .toSorted((left, right) => (before(left, right) ? -1 : 1))
        .map((entry) => {
          const { at, what, task, subtask, epoch, result } = entry;
          return { at, what, task, subtask, epoch, result };
        }),
    reset(entries) {
      heap.length = 0;
      for (const entry of entries) plan(entry);
    },
  };
}
