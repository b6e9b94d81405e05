import { z } from 'zod';

/** What people of this console know about an error code. */
export const ErrorNote = z
  .object({
    /** The code as the platform writes it. */
    code: z.string(),
    text: z.string(),
    by: z.string(),
    at: z.int(),
  })
  .meta({ id: 'ErrorNote' });
export type ErrorNote = z.infer<typeof ErrorNote>;

/** Codes that can have a note: beyond this many, somebody writes notes for texts instead of codes. */
export const mostErrorNotes = 500;
