import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { type CommandDraft, dropCommand, emptyCommand, loadCommand, saveCommand } from './device-command-draft.ts';

/** The device command of this tab: kept while typing, found again after a reload. */
export function useCommandDraft(connection: string) {
  const [draft, setDraft] = useState<CommandDraft>(() => loadCommand(sessionStorage, connection) ?? emptyCommand());
  const [kept, setKept] = useState(true);
  const keep = useDebouncedCallback((next: CommandDraft) => setKept(saveCommand(sessionStorage, connection, next)), {
    delay: 300,
    flushOnUnmount: true,
  });
  const change = (part: Partial<CommandDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keep(next);
  };
  // The same from render to render: it is called by an effect.
  const clear = useCallback(() => {
    keep.cancel();
    dropCommand(sessionStorage, connection);
    setDraft(emptyCommand());
  }, [keep, connection]);
  return { draft, change, clear, kept };
}
