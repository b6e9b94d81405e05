import { randomUUID } from 'node:crypto';
import { limits } from '#shared/domain/create.ts';
import { targetSetDays, targetSetPage, type TargetSet } from '#shared/domain/target-set.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext } from '#server/http/request-context.ts';

async function knownSet(context: RequestContext, connection: string, id: string): Promise<TargetSet> {
  const set = await context.services.store.targetSets.find(connection, id, context.services.clock.now());
  if (set === null) throw refusal('not_found');
  return set;
}

export const targetSets = {
  add: api.targetSets.add.use(may('task.create')).handler(async ({ input, context, errors }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { store, clock } = context.services;
    const { from } = input;
    const named =
      from.by === 'devices'
        ? from.deviceIds
        : [...(await store.failures.devicesByTask(connection, from.which)).values()].flat();
    const deviceIds = [...new Set(named)];
    const problem =
      deviceIds.length === 0 ? 'no_devices' : deviceIds.length > limits.devices ? 'too_many_devices' : null;
    if (problem !== null) throw errors.invalid({ data: { problems: [{ field: 'targets', code: problem }] } });
    const createdAt = clock.now();
    return store.targetSets.add(connection, {
      id: randomUUID(),
      person: context.person,
      deviceIds,
      createdAt,
      expiresAt: createdAt + targetSetDays * 86_400_000,
    });
  }),

  read: api.targetSets.read.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    return knownSet(context, connection, input.targetSetId);
  }),

  devices: api.targetSets.devices.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { id, devices } = await knownSet(context, connection, input.targetSetId);
    const deviceIds = await context.services.store.targetSets.page(connection, id, input.page);
    const isLast = (input.page + 1) * targetSetPage >= devices;
    return { deviceIds, nextPage: isLast ? null : input.page + 1 };
  }),
};
