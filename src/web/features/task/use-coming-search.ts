import { useCallback, useEffect, useEffectEvent, useReducer } from 'react';
import type { TaskSearch } from './task-search.ts';

type How = { replace: boolean };
type Change = (search: TaskSearch) => TaskSearch;
export type ChangeSearch = (change: Change, how?: How) => void;
type Coming = { from: TaskSearch; to: TaskSearch; how: How | undefined };

/**
 * The address as it will be. What was clicked shows it at once; the address itself, with all that follows it, changes when the
 * answer to the click is painted. `change` stays the same function.
 */
export function useComingSearch(
  search: TaskSearch,
  onSearch: (search: TaskSearch, how?: How) => void,
): { shown: TaskSearch; change: ChangeSearch } {
  const [coming, plan] = useReducer(
    (before: Coming | null, { make, how }: { make: Change; how: How | undefined }): Coming => ({
      from: search,
      to: make(before?.from === search ? before.to : search),
      how,
    }),
    null,
  );
  const go = useEffectEvent(({ to, how }: Coming) => onSearch(to, how));
  useEffect(() => (coming === null ? undefined : afterPaint(() => go(coming))), [coming]);
  const change = useCallback<ChangeSearch>((make, how) => plan({ make, how }), []);
  // Where the address has changed by other means, such as Back, that wins.
  return { shown: coming?.from === search ? coming.to : search, change };
}

function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
