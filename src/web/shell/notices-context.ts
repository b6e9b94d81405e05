import { createContext, useContext } from 'react';
import type { Notices } from './notices.ts';

export const NoticesContext = createContext<Notices | null>(null);

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('Notices are used outside of the application.');
  return notices;
}
