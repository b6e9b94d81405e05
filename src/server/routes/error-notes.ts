import { mostErrorNotes } from '#shared/domain/error-note.ts';
import { api, may } from '#server/http/permissions.ts';

export const errorNotes = {
  list: api.errorNotes.list.use(may('task.read')).handler(async ({ context }) => ({
    notes: await context.services.store.errorNotes.list(),
  })),

  write: api.errorNotes.write.use(may('error.note')).handler(async ({ input, context, errors }) => {
    const { store, clock } = context.services;
    const { code, text } = input;
    const notes = await store.errorNotes.list();
    const isNew = !notes.some((note) => note.code === code);
    if (text !== '' && isNew && notes.length >= mostErrorNotes) throw errors.busy({ data: { retryAfterSeconds: 60 } });
    return { note: await store.errorNotes.set({ code, text, by: context.person.name, at: clock.now() }) };
  }),
};
