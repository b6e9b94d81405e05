import { createContext, useContext, useEffect } from 'react';

/** Keeps the page still until the answer is called; the shell provides it. */
export const Hold = createContext<() => () => void>(() => () => undefined);

/** Keeps live updates from moving what is under the person's hand while `active`: a menu or a question is open. */
export function useHold(active: boolean): void {
  const hold = useContext(Hold);
  useEffect(() => (active ? hold() : undefined), [active, hold]);
}
