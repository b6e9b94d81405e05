import { useState } from 'react';
import type { Task } from '#shared/domain/task.ts';
import { steadyRows } from './steady-rows.ts';

/**
 * The rows of a page as they were first drawn: later answers change figures only, until the reader asks for them with `adopt`.
 * `page` names what `latest` answers, null while that is still the page of before.
 */
export function useTaskRows(page: string | null, latest: readonly Task[] | undefined) {
  const [drawn, setDrawn] = useState<{ page: string; rows: readonly Task[] } | null>(null);
  const isNew = page !== null && latest !== undefined && drawn?.page !== page;
  // What the reader asked for is taken over while drawing, so that no frame shows the rows of before.
  if (isNew) setDrawn({ page, rows: latest });
  const shown = isNew ? latest : (drawn?.rows ?? []);
  return { ...steadyRows(shown, latest ?? []), adopt: () => setDrawn(null) };
}
