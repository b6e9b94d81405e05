import { useEffect, useState } from 'react';

/**
 * Gives the focus back to where it was when this was drawn, for dialogs that are drawn only while they are open: a dialog
 * that is opened and closed where it stands does so by itself. What has taken the focus meanwhile keeps it.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}
