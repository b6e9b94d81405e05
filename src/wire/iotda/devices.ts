/** Devices: ListDevices, ShowDevice, SearchDevices. */
import { z } from 'zod';
import { AppId, DeviceId, ProductId, nodeIdPattern } from './identifiers.ts';
import { Page, PageQuery } from './paging.ts';
import { id, soft, text, whole } from './reading.ts';

/** `status` of a device, an open enum; INACTIVE has never connected. */
export const deviceStatuses = ['ONLINE', 'OFFLINE', 'ABNORMAL', 'INACTIVE', 'FROZEN'] as const;
/** `node_type`, an open enum: ENDPOINT sits behind a gateway, GATEWAY connects by itself. */
export const nodeTypes = ['ENDPOINT', 'GATEWAY', 'UNKNOWN'] as const;

/** Query of `GET /devices`. It cannot filter by status, tag or version; SearchDevices can. */
export const ListDevicesQuery = PageQuery.extend({
  product_id: ProductId.optional(),
  gateway_id: DeviceId.optional(),
  is_cascade_query: z
    .literal(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  node_id: z.string().regex(nodeIdPattern).optional(),
  device_name: z.string().min(1).max(256).optional(),
  start_time: z.string().optional(),
  end_time: z.string().optional(),
  app_id: AppId.optional(),
});
export type ListDevicesQuery = z.infer<typeof ListDevicesQuery>;

/** A device in a list (ListDevices, table of QueryDeviceSimplify). */
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

/** Longest `sql` of SearchDevices, its largest `limit` and `offset`, and calls per second and account. */
export const searchLimits = { sqlLength: 400, rows: 50, offset: 500, conditions: 5, perSecond: 1 } as const;

/** Body of `POST /search/query-devices`; standard and enterprise editions only. */
export const SearchDevices = z.object({ sql: z.string().min(1).max(searchLimits.sqlLength) });
export type SearchDevices = z.infer<typeof SearchDevices>;

/** Answer of `POST /search/query-devices`; `count` only for `select count(*)`. */
export const SearchDevicesResponse = z.looseObject({
  devices: soft(z.array(QueryDeviceSimplify.extend({ marker: soft(text) }))),
  count: soft(whole),
});
export type SearchDevicesResponse = z.infer<typeof SearchDevicesResponse>;
