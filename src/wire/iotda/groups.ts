/** Device groups: list, show, members, and those of one device. The path says `device-group`, singular. */
import { z } from 'zod';
import { Page } from './paging.ts';
import { id, soft, text } from './reading.ts';

/**
 * A group (ListDeviceGroups, table of DeviceGroupResponseSummary). `group_type` is an open enum; its words STATIC and DYNAMIC were
 * not seen in an answer of the platform.
 */
export const DeviceGroup = z.looseObject({
  group_id: id,
  name: soft(text),
  description: soft(text),
  super_group_id: soft(text),
  group_type: soft(text),
});
export type DeviceGroup = z.infer<typeof DeviceGroup>;

/** Answer of `GET /device-group`. */
export const ListDeviceGroupsResponse = z.looseObject({ device_groups: z.array(DeviceGroup), page: soft(Page) });
export type ListDeviceGroupsResponse = z.infer<typeof ListDeviceGroupsResponse>;

/** Answer of `GET /device-group/{group_id}`; the rule of a dynamic group is the `where` part of a search. */
export const ShowDeviceGroupResponse = z.looseObject({ ...DeviceGroup.shape, dynamic_group_rule: soft(text) });
export type ShowDeviceGroupResponse = z.infer<typeof ShowDeviceGroupResponse>;

/** Answer of `POST /devices/{device_id}/list-device-group`, which has neither body nor paging. */
export const ListDeviceGroupsByDeviceResponse = z.looseObject({ device_groups: z.array(DeviceGroup) });
export type ListDeviceGroupsByDeviceResponse = z.infer<typeof ListDeviceGroupsByDeviceResponse>;

/** A member of a group: neither its status nor its versions (ShowDevicesInGroup, table of SimplifyDevice). */
export const SimplifyDevice = z.looseObject({
  device_id: id,
  node_id: soft(text),
  device_name: soft(text),
  product_id: soft(text),
});
export type SimplifyDevice = z.infer<typeof SimplifyDevice>;

/** Answer of `GET /device-group/{group_id}/devices`. */
export const ShowDevicesInGroupResponse = z.looseObject({ devices: z.array(SimplifyDevice), page: soft(Page) });
export type ShowDevicesInGroupResponse = z.infer<typeof ShowDevicesInGroupResponse>;
