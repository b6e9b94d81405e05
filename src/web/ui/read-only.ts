import { createContext } from 'react';

/** True where what is shown cannot be changed; native fields learn it from their fieldset, editors from here. */
export const ReadOnly = createContext(false);
