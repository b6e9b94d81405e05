import { useState } from 'react';
import type { FailureBundle } from '#shared/domain/failures.ts';
import { steadyGroups } from './steady-groups.ts';

/** The groups where they were first drawn, until `adopt` asks for them in their order. `page` names the question that `latest` answers. */
export function useSteadyGroups(page: string, latest: readonly FailureBundle[] | undefined) {
  const [drawn, setDrawn] = useState<{ page: string; groups: FailureBundle[] } | null>(null);
  const adopt = () => setDrawn(null);
  const before = drawn?.page === page ? drawn.groups : [];
  if (latest === undefined) return { groups: before, adopt };
  const groups = steadyGroups(before, latest);
  if (groups.length !== before.length || drawn?.page !== page) setDrawn({ page, groups });
  return { groups, adopt };
}
