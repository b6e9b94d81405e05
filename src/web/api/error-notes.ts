import { orpc } from './client.ts';

export const errorNotesQuery = () => orpc.errorNotes.list.queryOptions({ staleTime: 60_000 });

/** Writes the note on a code; the form shows failures itself. */
export const writeNoteMutation = () =>
  orpc.errorNotes.write.mutationOptions({ meta: { stales: [orpc.errorNotes.list.key()], failsInline: true } });
