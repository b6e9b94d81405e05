import { useRef, useState } from 'react';
import type { FailureSelection } from '#shared/domain/failures.ts';
import { newIdempotencyKey } from '#web/api/client.ts';

/** What the dialog asks about, under a key that is new at every opening. Focus goes back to where it was opened from. */
export function useRetryPlan() {
  const [asked, setAsked] = useState<{ which: FailureSelection; idempotencyKey: string } | null>(null);
  const [opened, setOpened] = useState(false);
  const from = useRef<Element | null>(null);
  return {
    asked,
    opened,
    open(which: FailureSelection, opener = document.activeElement): void {
      from.current = opener;
      setAsked({ which, idempotencyKey: newIdempotencyKey() });
      setOpened(true);
    },
    close(): void {
      setOpened(false);
      if (from.current instanceof HTMLElement) from.current.focus();
    },
  };
}
