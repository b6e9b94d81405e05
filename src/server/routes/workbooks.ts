import { refusal } from '#server/http/errors.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';

export const workbooks = {
  read: api.workbooks.read.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { store, clock } = context.services;
    const workbook = await store.workbooks.find(connection, context.person.id, input.workbookId, clock.now());
    if (workbook === null) throw refusal('not_found');
    return workbook;
  }),
};
