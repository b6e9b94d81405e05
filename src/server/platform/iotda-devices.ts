import type { Device } from '#shared/domain/catalogue.ts';
import {
  ListDevicesResponse,
  type QueryDeviceSimplify,
  SearchDevicesResponse,
  ShowDeviceResponse,
} from '#wire/iotda/devices.ts';
import { ListDeviceGroupsByDeviceResponse, ShowDevicesInGroupResponse } from '#wire/iotda/groups.ts';
import { deviceIdPattern, groupIdPattern } from '#wire/iotda/identifiers.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import type { Clock } from '#server/clock.ts';
import { pageOf, pageQuery } from './iotda-pages.ts';
import { searchSql } from './iotda-search.ts';
import { connectionOf, deviceStatusOf, timeOf } from './iotda-words.ts';
import { Nothing } from './nothing.ts';
import { createPace } from './pace.ts';
import { PlatformError } from './port.ts';
import type { DeviceDetail, DeviceFilter, Inventory } from './port-inventory.ts';
import type { Transport } from './transport.ts';

type Devices = Pick<
  Inventory,
  | 'findDevices'
  | 'showDevice'
  | 'searchDevices'
  | 'countDevices'
  | 'groupMembers'
  | 'groupsOf'
  | 'setFrozen'
  | 'deleteDevice'
>;

/** The platform allows an account one search a second. */
const searchEveryMs = 1_000;

/** Devices and groups through the v5 API. */
export function createDevices(transport: Transport, clock: Clock): Devices {
  const pace = createPace(clock, searchEveryMs);

  const search = (sql: string, call: Parameters<Devices['searchDevices']>[1]) => {
    const request = { method: 'POST' as const, segments: ['search', 'query-devices'], body: JSON.stringify({ sql }) };
    return pace(() => transport.read(request, SearchDevicesResponse, call), call.signal);
  };

  return {
    async findDevices({ filter, marker, limit }, call) {
      const paging = pageQuery(marker, limit);
      const request = { segments: ['devices'], query: { ...filterOf(filter), ...paging } };
      const answer = await transport.read(request, ListDevicesResponse, call);
      return pageOf(answer.devices.map(deviceOf), answer.page, paging);
    },

    async showDevice(deviceId, call) {
      if (!deviceIdPattern.test(deviceId)) throw new PlatformError('not_found');
      return detailOf(await transport.read({ segments: ['devices', deviceId] }, ShowDeviceResponse, call));
    },

    async searchDevices({ search: wanted, marker, limit }, call) {
      const paging = pageQuery(marker, limit);
      const { devices = [] } = await search(searchSql(wanted, { marker, rows: paging.limit }), call);
      const last = devices.at(-1)?.marker;
      // How many follow is not said: as long as pages are full, one more is taken to.
      const page = pageOf(devices.map(deviceOf), { count: devices.length + 1, marker: last }, paging);
      return { rows: page.rows, marker: page.marker };
    },

    async countDevices(wanted, call) {
      const { count } = await search(searchSql(wanted, 'count'), call);
      if (count === undefined) throw new PlatformError('garbled');
      return count;
    },

    async groupMembers({ groupId, marker, limit }, call) {
      if (!groupIdPattern.test(groupId)) throw new PlatformError('not_found');
      const paging = pageQuery(marker, limit);
      const request = { segments: ['device-group', groupId, 'devices'], query: paging };
      const answer = await transport.read(request, ShowDevicesInGroupResponse, call);
      const rows = answer.devices.map((device) => ({
        id: device.device_id,
        name: device.device_name || null,
        productId: device.product_id || null,
      }));
      return pageOf(rows, answer.page, paging);
    },

    async groupsOf(deviceId, call) {
      if (!deviceIdPattern.test(deviceId)) throw new PlatformError('not_found');
      const request = { method: 'POST' as const, segments: ['devices', deviceId, 'list-device-group'] };
      const answer = await transport.read(request, ListDeviceGroupsByDeviceResponse, call);
      return answer.device_groups.map((group) => group.group_id);
    },

    async setFrozen(deviceId, frozen, call) {
      const request = { segments: ['devices', existing(deviceId), frozen ? 'freeze' : 'unfreeze'] };
      return transport.write(request, Nothing, call);
    },

    deleteDevice: async (deviceId, call) => transport.remove({ segments: ['devices', existing(deviceId)] }, call),
  };
}

function existing(deviceId: string): string {
  if (!deviceIdPattern.test(deviceId)) throw new RangeError('not a device ID');
  return deviceId;
}

const filterOf = (filter: DeviceFilter) => ({
  app_id: filter.spaceId,
  product_id: filter.productId,
  gateway_id: filter.gatewayId,
  is_cascade_query: filter.gatewayId === undefined ? undefined : filter.everyLevel,
  node_id: filter.nodeId,
  device_name: filter.name,
  start_time: filter.registeredFrom === undefined ? undefined : formatBasicTime(filter.registeredFrom),
  end_time: filter.registeredTo === undefined ? undefined : formatBasicTime(filter.registeredTo),
});

export const deviceOf = (device: QueryDeviceSimplify): Device => ({
  id: device.device_id,
  name: device.device_name || null,
  nodeId: device.node_id || null,
  productId: device.product_id ?? '',
  productName: device.product_name ?? null,
  status: deviceStatusOf(device.status),
  firmwareVersion: device.fw_version || null,
  softwareVersion: device.sw_version || null,
});

const detailOf = (device: ShowDeviceResponse): DeviceDetail => ({
  ...deviceOf(device),
  spaceId: device.app_id ?? null,
  description: device.description || null,
  connection: connectionOf(device.node_type),
  // A device that connects by itself names itself as its gateway.
  gatewayId: device.gateway_id === device.device_id ? null : (device.gateway_id ?? null),
  tags: (device.tags ?? []).flatMap(({ tag_key, tag_value }) =>
    tag_key === undefined ? [] : [{ key: tag_key, value: tag_value ?? '' }],
  ),
  modules: (device.modules ?? []).flatMap(({ module_name, module_version }) =>
    module_name === undefined ? [] : [{ name: module_name, version: module_version ?? null }],
  ),
  registeredAt: timeOf(device.create_time),
  firstSeenAt: timeOf(device.active_time),
  statusSince: timeOf(device.connection_status_update_time),
});
