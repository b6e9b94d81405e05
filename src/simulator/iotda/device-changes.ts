/** FreezeDevice, UnfreezeDevice, DeleteDevice, ListDeviceGroupsByDevice. */
import { staticGroupsOf } from '#simulator/world/device-query.ts';
import { findDevice } from '#simulator/world/fleet.ts';
import { type Call, type Handler, ok } from './call.ts';
import { groupBody } from './groups.ts';
import { invalid, refuse } from './refusal.ts';

export const freezeDevice: Handler = (call) => setFrozen(call, 'freeze');
export const unfreezeDevice: Handler = (call) => setFrozen(call, 'unfreeze');

export const deleteDevice: Handler = (call) => {
  const device = namedDevice(call);
  const { world } = call;
  if ((world.fleet.children[device] ?? 0) > 0) throw refuse('IOTDA.014024');
  world.change({ kind: 'remove', device });
  return { status: 204, body: null };
};

/** The static groups of a device; dynamic ones are not kept with it. */
export const listGroupsOfDevice: Handler = (call) => {
  const { fleet } = call.world;
  const ids = staticGroupsOf(fleet, namedDevice(call));
  const groups = fleet.catalogue.groups.filter((group) => ids.includes(group.groupId));
  return ok({ device_groups: groups.map(groupBody) });
};

function setFrozen(call: Call, kind: 'freeze' | 'unfreeze') {
  const device = namedDevice(call);
  if (call.world.fleet.gateway[device] !== device)
    throw invalid('Only a device that connects by itself can be frozen.');
  call.world.change({ kind, device });
  return { status: 204, body: null };
}

/** The device of the path, else 404. */
export function namedDevice({ world, params }: Call): number {
  const device = findDevice(world.fleet, params['device_id'] ?? '');
  if (device < 0) throw refuse('IOTDA.014000');
  return device;
}
