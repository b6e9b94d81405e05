import { useState } from 'react';
import { steadyRows } from './steady-rows.ts';

/**
 * The rows of a page as they were first drawn: later answers change figures only, until the reader asks for them with `adopt`.
 * `page` names what `latest` answers, null while that is still the page of before.
 */
export function useSteadyRows<Row>(
  page: string | null,
  latest: readonly Row[] | undefined,
  keyOf: (row: Row) => string,
) {
  const [drawn, setDrawn] = useState<{ page: string; rows: readonly Row[] } | null>(null);
  const isNew = page !== null && latest !== undefined && drawn?.page !== page;
  // What the reader asked for is taken over while drawing, so that no frame shows the rows of before.
  if (isNew) setDrawn({ page, rows: latest });
  const shown = isNew ? latest : (drawn?.rows ?? []);
  return { ...steadyRows(shown, latest ?? [], keyOf), adopt: () => setDrawn(null) };
}
