import { createContext, useContext } from 'react';

/** Says something to screen readers without showing it; the shell provides it. */
export const Announce = createContext<(text: string) => void>(() => undefined);

export const useAnnounce = (): ((text: string) => void) => useContext(Announce);
