import type { Page } from '#server/platform/port.ts';

/** Where a walk stands: all rows before this marker were read, so many of them. */
export type Place = { marker: string | null; rowsBefore: number };

/** A stretch of pages behind one marker. */
type Window = { start: Place; toAsk: number[]; open: number; tail: number };

/**
 * A walk through all rows of a task, several pages at a time. Rows never change their order, so a page can be asked for by how far
 * it is behind a marker; but only so far. Of each such window the farthest page goes first, because its last row is the marker of
 * the next window; the others follow behind it. Each row is read exactly once, however much its content changes.
 */
export type Crawl = {
  readonly isDone: boolean;
  /** Where another walk may begin that is to go on after this one. */
  readonly place: Place;
  /** Resolves when at least one more page was read, or none is left. A page that fails is put back to be asked for again, and its error thrown. */
  step(): Promise<void>;
};

type Settings = {
  from: Place;
  /** Rows of the task as its counts say; the walk goes on behind them when there are more. */
  total: number;
  pageSize: number;
  /** Rows that may be skipped behind a marker; 0 makes it a plain walk. */
  farthestOffset: number;
  /** Pages under way at the same time. */
  atOnce: number;
};

export function createCrawl(
  { from, total, pageSize, farthestOffset, atOnce }: Settings,
  readPage: (marker: string | null, offset: number) => Promise<Pick<Page<unknown>, 'rows' | 'marker'>>,
): Crawl {
  const reach = Math.floor(farthestOffset / pageSize) * pageSize;
  const windows: Window[] = [];
  const underWay = new Set<Promise<void>>();
  let place = from;
  let failure: { error: unknown } | null = null;

  function open(start: Place) {
    const rowsAhead = Math.max(total - start.rowsBefore, 1);
    const tail = Math.min(Math.ceil(rowsAhead / pageSize) * pageSize - pageSize, reach);
    const others = Array.from({ length: tail / pageSize }, (_, page) => page * pageSize);
    // Where the end is near nobody waits for the tail, and its answer may still say that more follows.
    const toAsk = rowsAhead > reach + pageSize ? [tail, ...others] : [...others, tail];
    windows.push({ start, toAsk, open: toAsk.length, tail });
  }

  function close() {
    for (let first = windows[0]; first !== undefined && first.open === 0; first = windows[0]) {
      windows.shift();
      place = windows[0]?.start ?? place;
    }
  }

  async function read(window: Window, offset: number) {
    try {
      const { rows, marker } = await readPage(window.start.marker, offset);
      if (offset === window.tail && marker !== null) {
        open({ marker, rowsBefore: window.start.rowsBefore + offset + rows.length });
      }
      window.open -= 1;
      close();
    } catch (error) {
      window.toAsk.unshift(offset);
      failure ??= { error };
    }
  }

  function fill() {
    while (underWay.size < atOnce) {
      const window = windows.find(({ toAsk }) => toAsk.length > 0);
      const offset = window?.toAsk.shift();
      if (window === undefined || offset === undefined) return;
      const reading: Promise<void> = read(window, offset).finally(() => underWay.delete(reading));
      underWay.add(reading);
    }
  }

  open(from);
  return {
    get isDone() {
      return windows.length === 0;
    },
    get place() {
      return place;
    },
    async step() {
      // Pages that were under way when the last step failed may have failed for the same reason: they are asked for again.
      failure = null;
      fill();
      // The last page may have come between two steps.
      if (underWay.size > 0) await Promise.race(underWay);
      if (failure !== null) throw (failure as { error: unknown }).error; // set by `read` meanwhile
    },
  };
}
