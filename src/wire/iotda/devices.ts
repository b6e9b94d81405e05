/** Devices: ListDevices and ShowDevice. */
import { z } from 'zod';
import { Page } from './paging.ts';
import { id, soft, text } from './reading.ts';

/** `status` of a device, an open enum; INACTIVE has never connected. */
export const deviceStatuses = ['ONLINE', 'OFFLINE', 'ABNORMAL', 'INACTIVE', 'FROZEN'] as const;

/**
 * A device in a list (ListDevices, table of QueryDeviceSimplify). `node_type` is an open enum: ENDPOINT sits behind a gateway,
 * GATEWAY connects by itself.
 */
export const QueryDeviceSimplify = z.looseObject({
  device_id: id,
  app_id: soft(text),
  app_name: soft(text),
  node_id: soft(text),
  gateway_id: soft(text),
  device_name: soft(text),
  node_type: soft(text),
  description: soft(text),
  fw_version: soft(text),
  sw_version: soft(text),
  device_sdk_version: soft(text),
  product_id: soft(text),
  product_name: soft(text),
  status: soft(text),
  tags: soft(z.array(z.looseObject({ tag_key: soft(text), tag_value: soft(text) }))),
});
export type QueryDeviceSimplify = z.infer<typeof QueryDeviceSimplify>;

/** Answer of `GET /devices`. */
export const ListDevicesResponse = z.looseObject({ devices: z.array(QueryDeviceSimplify), page: soft(Page) });
export type ListDevicesResponse = z.infer<typeof ListDevicesResponse>;

/**
 * Answer of `GET /devices/{device_id}`. The platform also sends `auth_info` with a live secret: this schema drops every
 * field it does not name, so the secret cannot travel on.
 */
export const ShowDeviceResponse = z.object({
  ...QueryDeviceSimplify.shape,
  create_time: soft(text),
  active_time: soft(text),
  connection_status_update_time: soft(text),
});
export type ShowDeviceResponse = z.infer<typeof ShowDeviceResponse>;
