import { draftsPerPerson } from '#shared/domain/saved-draft.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';

export const drafts = {
  list: api.drafts.list.use(may('task.create')).handler(async ({ input, context }) => {
    const { id } = connectedTo(context, input.connection);
    return { drafts: await context.services.store.drafts.list(id, context.person.id) };
  }),

  add: api.drafts.add.use(may('task.create')).handler(async ({ input, context, errors }) => {
    const { connection, ...draft } = input;
    const { id } = connectedTo(context, connection);
    const { store, clock } = context.services;
    const added = { ...onlyTemplatesAreShared(draft), savedAt: clock.now() };
    const saved = await store.drafts.add(id, context.person, added, draftsPerPerson);
    if (typeof saved === 'string') throw errors[saved]();
    return saved;
  }),

  read: api.drafts.read.use(may('task.create')).handler(async ({ input, context, errors }) => {
    const { id } = connectedTo(context, input.connection);
    const draft = await context.services.store.drafts.find(id, context.person.id, input.draftId);
    if (draft === null) throw errors.not_found();
    return draft;
  }),

  change: api.drafts.change.use(may('task.create')).handler(async ({ input, context, errors }) => {
    const { connection, draftId, ...content } = input;
    const { id } = connectedTo(context, connection);
    const { store, clock } = context.services;
    const present = await store.drafts.find(id, context.person.id, draftId);
    if (present === null) throw errors.not_found();
    const change = { ...onlyTemplatesAreShared({ ...content, kind: present.kind }), savedAt: clock.now() };
    const saved = await store.drafts.change(id, context.person.id, draftId, change);
    if (typeof saved === 'string') throw errors[saved]();
    return saved;
  }),

  remove: api.drafts.remove.use(may('task.create')).handler(async ({ input, context, errors }) => {
    const { id } = connectedTo(context, input.connection);
    if (!(await context.services.store.drafts.remove(id, context.person.id, input.draftId))) throw errors.not_found();
    return {};
  }),
};

/** What somebody is still preparing is nobody else's business. */
const onlyTemplatesAreShared = <Draft extends { kind: string; shared: boolean }>(draft: Draft): Draft => ({
  ...draft,
  shared: draft.kind === 'template' && draft.shared,
});
