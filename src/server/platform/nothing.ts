import { z } from 'zod';

/** An answer of which nothing is wanted: no content, or any. */
export const Nothing = z.unknown().transform(() => null);
