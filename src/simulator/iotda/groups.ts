/** ListDeviceGroups, ShowDeviceGroup, ShowDevicesInGroup. */
import type { DeviceGroup, SimplifyDevice } from '#wire/iotda/groups.ts';
import type { Group } from '#simulator/world/catalogue.ts';
import { deviceIdOf, deviceNameOf, deviceRecordId, nodeIdOf, productOf } from '#simulator/world/fleet.ts';
import { countBelow, recordId, recordPrefix } from '#simulator/world/record-id.ts';
import { type Call, type Handler, ok } from './call.ts';
import { spaceParam, timeParam } from './checks.ts';
import { pageInfo, pageOf, readPaging, walkDown } from './paging.ts';
import { guess } from './refusal.ts';

export const listGroups: Handler = ({ world, query }) => {
  const space = spaceParam(world, query);
  const type = query.get('group_type');
  const name = query.get('name');
  const after = timeParam(query, 'last_modified_time');
  const { groups } = world.fleet.catalogue;
  const matching = groups.filter(
    (group) =>
      (space === undefined || group.space === space) &&
      (type === null || group.type === type) &&
      (name === null || group.name === name) &&
      (after === undefined || group.modifiedMs > after),
  );
  const idOf = (group: Group) => recordId(recordPrefix(group.modifiedMs, '000003'), groups.indexOf(group));
  const { rows, page } = pageOf(matching, readPaging(query), idOf);
  return ok({ device_groups: rows.map(groupBody), page });
};

export const showGroup: Handler = (call) => {
  const group = namedGroup(call);
  return ok({ ...groupBody(group), ...(group.type === 'DYNAMIC' && { dynamic_group_rule: group.rule }) });
};

export const listMembers: Handler = (call) => {
  const { world, query } = call;
  const { fleet } = world;
  const members = world.membersOf(namedGroup(call));
  const paging = readPaging(query);
  const idAt = (index: number) => deviceRecordId(fleet, members[index] ?? 0);
  const indices = walkDown(countBelow(paging.marker, members.length, idAt), paging, () => true);
  const devices = indices.map((index): SimplifyDevice => {
    const device = members[index] ?? 0;
    return {
      device_id: deviceIdOf(fleet, device),
      node_id: nodeIdOf(fleet, device),
      device_name: deviceNameOf(fleet, device),
      product_id: productOf(fleet, device).productId,
    };
  });
  const last = indices.at(-1);
  return ok({ devices, page: pageInfo(members.length, last === undefined ? undefined : idAt(last)) });
};

function namedGroup({ world, params }: Call): Group {
  const group = world.fleet.catalogue.groups.find((one) => one.groupId === params['group_id']);
  if (group === undefined) throw guess('no group');
  return group;
}

export const groupBody = (group: Group): DeviceGroup => ({
  group_id: group.groupId,
  name: group.name,
  description: group.description,
  super_group_id: group.superGroupId,
  group_type: group.type,
});
