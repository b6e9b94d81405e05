/** Devices: ListDevices, ShowDevice, SearchDevices, and the calls that change one. */
import { z } from 'zod';
import { Page } from './paging.ts';
import { id, soft, text, whole } from './reading.ts';

/** `status` of a device, an open enum; INACTIVE has never connected. */
export const deviceStatuses = ['ONLINE', 'OFFLINE', 'ABNORMAL', 'INACTIVE', 'FROZEN'] as const;

const Tag = z.looseObject({ tag_key: soft(text), tag_value: soft(text) });

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
  tags: soft(z.array(Tag)),
});
export type QueryDeviceSimplify = z.infer<typeof QueryDeviceSimplify>;

/** Answer of `GET /devices`. */
export const ListDevicesResponse = z.looseObject({ devices: z.array(QueryDeviceSimplify), page: soft(Page) });
export type ListDevicesResponse = z.infer<typeof ListDevicesResponse>;

const modules = soft(z.array(z.looseObject({ module_name: soft(text), module_version: soft(text) })));

/**
 * Answer of `GET /devices/{device_id}`. The platform also sends `auth_info` with a live secret: this schema drops every
 * field it does not name, so the secret cannot travel on.
 */
export const ShowDeviceResponse = z.object({
  ...QueryDeviceSimplify.shape,
  create_time: soft(text),
  active_time: soft(text),
  connection_status_update_time: soft(text),
  modules,
});
export type ShowDeviceResponse = z.infer<typeof ShowDeviceResponse>;

/** Length of a search's `sql` (SearchDevices). */
const maxSqlLength = 400;
/** Body of `POST /search/query-devices`; one such call a second is allowed for an account. */
export const SearchDevicesRequest = z.strictObject({ sql: z.string().min(1).max(maxSqlLength) });
export type SearchDevicesRequest = z.infer<typeof SearchDevicesRequest>;

/** A found device (SearchDevices, table of SearchDevice); `marker` is what `order by marker` sorts by. */
const SearchDevice = z.object({
  ...QueryDeviceSimplify.shape,
  create_time: soft(text),
  groups: soft(z.array(z.unknown())),
  modules,
  marker: soft(text),
});

/** Answer of the search; `count` is there for `select count(*)` only, and then without devices. */
export const SearchDevicesResponse = z.looseObject({
  devices: soft(z.array(SearchDevice)),
  count: soft(whole),
});
export type SearchDevicesResponse = z.infer<typeof SearchDevicesResponse>;
