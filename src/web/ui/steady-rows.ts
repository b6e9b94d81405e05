/**
 * The rows that are shown, in the order they have, with what is known of them now; and the rows that the newest answer has besides.
 * An answer that was not asked for by the reader changes figures and never positions.
 */
export function steadyRows<Row>(
  shown: readonly Row[],
  latest: readonly Row[],
  keyOf: (row: Row) => string,
): { rows: readonly Row[]; joined: readonly Row[]; reordered: boolean } {
  const byKey = new Map(latest.map((row) => [keyOf(row), row]));
  const keys = new Set(shown.map(keyOf));
  const rows = shown.map((row) => byKey.get(keyOf(row)) ?? row);
  const kept = latest.filter((row) => keys.has(keyOf(row)));
  const common = shown.filter((row) => byKey.has(keyOf(row))).map(keyOf);
  return {
    rows,
    joined: latest.filter((row) => !keys.has(keyOf(row))),
    reordered: kept.some((row, place) => common[place] !== keyOf(row)),
  };
}
