import { refusal } from '#server/http/errors.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext } from '#server/http/request-context.ts';
import type { Operation } from '#shared/domain/operation.ts';

async function operationOf(
  context: RequestContext,
  input: { connection: string; operationId: string },
): Promise<Operation> {
  const { id: connection } = connectedTo(context, input.connection);
  const operation = await context.services.store.operations.find(connection, input.operationId);
  if (operation === null) throw refusal('not_found');
  return operation;
}

export const operations = {
  read: api.operations.read.use(may('task.read')).handler(({ input, context }) => operationOf(context, input)),

  results: api.operations.results.use(may('task.read')).handler(async ({ input, context }) => {
    const operation = await operationOf(context, input);
    const { outcome, limit, cursor } = input;
    const { rows, ...position } = await context.services.store.operations.results(operation.connection, operation.id, {
      limit,
      ...(outcome === undefined ? {} : { outcome }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return { results: rows, ...position };
  }),
};
