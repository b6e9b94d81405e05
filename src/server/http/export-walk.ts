/** What is known of a list: how many rows it has, and whether the console has all that the platform has. */
type ListState = { total: number; complete: boolean };
/** A page of a list, as the procedures answer it. */
export type WalkPage<Row> = ListState & { rows: readonly Row[]; nextCursor: string | null };

/** A list as it is read to its end: what it was at the start, and the pages, each asked for when it is wanted. */
export type Walk<Row> = ListState & { pages: AsyncGenerator<readonly Row[], void> };

/**
 * Begins to read a list; rejects as its first page does. A row that moves while the list is read, because the list changes under
 * the reader, is given once.
 */
export async function walkOf<Row>(
  read: (cursor: string | undefined) => Promise<WalkPage<Row>>,
  idOf: (row: Row) => string,
): Promise<Walk<Row>> {
  const first = await read(undefined);
  const given = new Set<string>();
  const fresh = (rows: readonly Row[]) =>
    rows.filter((row) => {
      const isNew = !given.has(idOf(row));
      given.add(idOf(row));
      return isNew;
    });
  async function* pages() {
    yield fresh(first.rows);
    for (let cursor = first.nextCursor; cursor !== null;) {
      const page = await read(cursor);
      const rows = fresh(page.rows);
      // What is left has gone since: a cursor beyond the end gives the last page again.
      if (rows.length === 0) return;
      yield rows;
      cursor = page.nextCursor;
    }
  }
  return { total: first.total, complete: first.complete, pages: pages() };
}

/** One list after the other. */
export function joined<Row>(walks: readonly Walk<Row>[]): Walk<Row> {
  async function* pages() {
    for (const walk of walks) yield* walk.pages;
  }
  return {
    total: walks.reduce((sum, { total }) => sum + total, 0),
    complete: walks.every(({ complete }) => complete),
    pages: pages(),
  };
}
