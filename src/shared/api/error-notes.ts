import { z } from 'zod';
import { longestNote } from '#shared/domain/annotation.ts';
import { ErrorNote } from '#shared/domain/error-note.ts';
import { procedure } from './procedure.ts';

/** What people of this console know about error codes. */
export const errorNotes = {
  list: procedure
    .route({ method: 'GET', path: '/error-notes', summary: 'Notes on error codes, by code' })
    .output(z.object({ notes: z.array(ErrorNote) })),
  write: procedure
    .route({ method: 'PATCH', path: '/error-notes', summary: 'Write the note on a code; an empty text removes it' })
    .input(z.strictObject({ code: z.string().trim().min(1).max(128), text: z.string().trim().max(longestNote) }))
    .output(z.object({ note: ErrorNote.nullable() })),
};
