import { useRef, useState } from 'react';
import { newIdempotencyKey } from './client.ts';

/** What a dialog asks about, under a key that is new at every opening. Focus goes back to where it was opened from. */
export function useAsked<Request>() {
  const [asked, setAsked] = useState<{ request: Request; idempotencyKey: string } | null>(null);
  const [opened, setOpened] = useState(false);
  const from = useRef<Element | null>(null);
  return {
    asked,
    opened,
    open(request: Request, opener = document.activeElement): void {
      // Asked again from within the dialog: the place outside stays the one to go back to.
      if (!opened) from.current = opener;
      setAsked({ request, idempotencyKey: newIdempotencyKey() });
      setOpened(true);
    },
    close(): void {
      setOpened(false);
      if (from.current instanceof HTMLElement) from.current.focus();
    },
  };
}

export type Asked<Request> = ReturnType<typeof useAsked<Request>>;
