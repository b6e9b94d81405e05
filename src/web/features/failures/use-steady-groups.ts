import { useState } from 'react';
import type { FailureBundle } from '#shared/domain/failures.ts';
import { steadyGroups } from './steady-groups.ts';

/**
 * The groups where they were first drawn, until `adopt` asks for them in their order. `page` names what `latest` answers, null while
 * that is still the page of before.
 */
export function useSteadyGroups(page: string | null, latest: readonly FailureBundle[] | undefined) {
  const [drawn, setDrawn] = useState<{ page: string; groups: FailureBundle[] } | null>(null);
  const adopt = () => setDrawn(null);
  if (page === null || latest === undefined) return { groups: drawn?.groups ?? [], adopt };
  const before = drawn?.page === page ? drawn.groups : [];
  const groups = steadyGroups(before, latest);
  if (groups.length !== before.length || drawn?.page !== page) setDrawn({ page, groups });
  return { groups, adopt };
}
