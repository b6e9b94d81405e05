import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Layout, ListSettings } from '#shared/domain/saved-view.ts';
import { usePerson } from '#web/api/use-person.ts';
import { rememberMutation, viewsQuery } from '#web/api/views.ts';
import { keepLayout, keptLayout } from './kept-layout.ts';
import type { TasksSearch } from './tasks-search.ts';
import { plainLayout, searchText } from './views.ts';

// What is looked at for shorter was only passed through.
const restMs = 800;

/** Columns and density, as they were last time, and what is to be remembered for the next. */
export function useLayout(search: TasksSearch) {
  const { data } = useQuery(viewsQuery());
  const { id: me } = usePerson();
  const [kept] = useState(() => keptLayout(() => localStorage, me));
  const [chosen, setChosen] = useState<Layout | null>(null);
  const queryClient = useQueryClient();
  const { mutate } = useMutation(rememberMutation());
  const own = chosen ?? (data === undefined ? kept : (data.settings?.layout ?? null));
  const layout = own ?? plainLayout;
  const text = [searchText(search), search.view === undefined ? '' : `view=${encodeURIComponent(search.view)}`]
    .filter((part) => part !== '')
    .join('&');
  const known = data === undefined ? null : (data.settings?.search ?? '');
  const remembered = useRef<Layout | null>(null);
  const remember = useEffectEvent(() => {
    if (known === null || (known === text && chosen === remembered.current)) return;
    remembered.current = chosen;
    const settings: ListSettings = { layout, search: text };
    queryClient.setQueryData(viewsQuery().queryKey, (old) => old && { ...old, settings });
    mutate({ list: 'tasks', ...settings });
  });
  // A choice stands at once: the page may be left, or read anew, the next moment.
  useEffect(() => {
    if (chosen !== null) remember();
  }, [chosen]);
  useEffect(() => {
    const timer = setTimeout(remember, restMs);
    return () => clearTimeout(timer);
  }, [text, chosen]);
  useEffect(() => keepLayout(() => localStorage, me, own), [me, own]);
  return { layout, setLayout: setChosen, views: data?.views ?? [] };
}
