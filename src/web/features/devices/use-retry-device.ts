import { useRef, useState } from 'react';
import { newIdempotencyKey } from '#web/api/client.ts';

/** A dialog under a key that is new at every opening. Focus goes back to where it was opened from. */
export function useRetryDevice() {
  const [idempotencyKey, setKey] = useState<string | null>(null);
  const [opened, setOpened] = useState(false);
  const from = useRef<Element | null>(null);
  return {
    idempotencyKey,
    opened,
    open(): void {
      from.current = document.activeElement;
      setKey(newIdempotencyKey());
      setOpened(true);
    },
    close(): void {
      setOpened(false);
      if (from.current instanceof HTMLElement) from.current.focus();
    },
  };
}
