import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { type Draft, dropDraft, emptyDraft, loadDraft, saveDraft } from './draft.ts';

/** The draft of this tab: kept while typing, found again after a reload. */
export function useDraft(connection: string, spaceId: string) {
  const [found] = useState(() => loadDraft(sessionStorage, connection));
  const [draft, setDraft] = useState<Draft>(() => found ?? emptyDraft(spaceId));
  const [kept, setKept] = useState(true);
  const keep = useDebouncedCallback((next: Draft) => setKept(saveDraft(sessionStorage, connection, next)), {
    delay: 300,
    flushOnUnmount: true,
  });

  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keep(next);
  };
  // The same from render to render: it is called by an effect.
  const clear = useCallback(() => {
    keep.cancel();
    dropDraft(sessionStorage, connection);
    setDraft(emptyDraft(spaceId));
  }, [keep, connection, spaceId]);
  return { draft, change, clear, restored: found !== null, kept };
}
