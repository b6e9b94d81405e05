import type { z } from 'zod';
import type { TargetSetOrigin } from '#shared/api/target-sets.ts';
import { type InputProblem, limits } from '#shared/domain/create.ts';
import { mostParents, targetSetMatches, targetSetPage, type TargetSet } from '#shared/domain/target-set.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext, type SignedIn } from '#server/http/request-context.ts';
import { copiedDevices } from './fresh-look.ts';
import { devicesOfSet, keepDevices, parentsOf } from './named-targets.ts';

async function knownSet(context: RequestContext, connection: string, id: string): Promise<TargetSet> {
  const set = await context.services.store.targetSets.find(connection, id, context.services.clock.now());
  if (set === null) throw refusal('not_found');
  return set;
}

const refused = (code: InputProblem) => refusal('invalid', { problems: [{ field: 'targets', code }] });

/** The devices that a new list is to have, and the tasks they are taken from. Refused where they are too many to be read. */
async function devicesFrom(
  context: RequestContext & SignedIn,
  connection: string,
  from: z.infer<typeof TargetSetOrigin>,
): Promise<{ deviceIds: readonly string[]; taskIds: readonly string[] }> {
  const { store } = context.services;
  switch (from.by) {
    case 'devices':
      return { deviceIds: from.deviceIds, taskIds: [] };
    case 'failures': {
      const deviceIds = await store.failures.devices(connection, from.which, limits.devices + 1);
      if (deviceIds.length > limits.devices) throw refused('too_many_devices');
      const { rows } = await store.failures.byTask(connection, from.which, mostParents);
      return { deviceIds: deviceIds.toSorted(), taskIds: rows.map(({ taskId }) => taskId) };
    }
    case 'set': {
      const except = new Set(from.except);
      const deviceIds = await devicesOfSet(context, connection, from.setId);
      const taskIds = await parentsOf(context, connection, { source: 'set', setId: from.setId });
      if (deviceIds === null) throw refused('target_set_gone');
      return { deviceIds: deviceIds.filter((id) => !except.has(id)), taskIds };
    }
    case 'task': {
      const { task } = await context.work.look({ connection, id: from.taskId });
      await context.work.copyOutcomes(task, from.outcomes);
      if ((await copiedDevices(context, task, from.outcomes)) > limits.devices) throw refused('too_many_devices');
      return { deviceIds: await store.subtasks.deviceIds(task, { outcomes: from.outcomes }), taskIds: [task.id] };
    }
  }
}

export const targetSets = {
  add: api.targetSets.add.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const named = await devicesFrom(context, connection, input.from);
    const deviceIds = [...new Set(named.deviceIds)];
    if (deviceIds.length === 0) throw refused('no_devices');
    if (deviceIds.length > limits.devices) throw refused('too_many_devices');
    return keepDevices(context, connection, { deviceIds, taskIds: named.taskIds });
  }),

  read: api.targetSets.read.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    return knownSet(context, connection, input.targetSetId);
  }),

  matches: api.targetSets.matches.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const deviceIds = await devicesOfSet(context, connection, input.targetSetId);
    if (deviceIds === null) throw refusal('not_found');
    const { q, from } = input;
    const matching = q === '' ? deviceIds : deviceIds.filter((id) => id.includes(q));
    return { deviceIds: matching.slice(from, from + targetSetMatches), total: matching.length };
  }),

  devices: api.targetSets.devices.use(may('task.create')).handler(async ({ input, context }) => {
    const { id: connection } = connectedTo(context, input.connection);
    const { id, devices } = await knownSet(context, connection, input.targetSetId);
    const deviceIds = await context.services.store.targetSets.page(connection, id, input.page);
    const isLast = (input.page + 1) * targetSetPage >= devices;
    return { deviceIds, nextPage: isLast ? null : input.page + 1 };
  }),
};
