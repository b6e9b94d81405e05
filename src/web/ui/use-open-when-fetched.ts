import { type RefObject, useEffect, useEffectEvent } from 'react';

/**
 * Opens what a button asked for once it has been fetched. The button was drawn anew with it, so it gets the focus back first:
 * that is where the focus returns when it closes.
 */
export function useOpenWhenFetched(button: RefObject<HTMLElement | null>, open: () => void): void {
  const onFetched = useEffectEvent(() => {
    button.current?.focus();
    open();
  });
  useEffect(() => {
    const timer = setTimeout(onFetched);
    return () => clearTimeout(timer);
  }, []);
}
