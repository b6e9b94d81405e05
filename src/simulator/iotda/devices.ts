/** ListDevices and ShowDevice. */
import type { QueryDeviceSimplify } from '#wire/iotda/devices.ts';
import { formatBasicTime, formatIsoTime } from '#wire/iotda/time.ts';
import { nodeTypeOf } from '#simulator/world/device-query.ts';
import { deviceStatus } from '#simulator/world/device-status.ts';
import {
  descriptionOf,
  deviceIdOf,
  deviceNameOf,
  deviceRecordId,
  devicesBelow,
  findDevice,
  modulesOf,
  nodeIdOf,
  productOf,
  secretOf,
  tagsOf,
} from '#simulator/world/fleet.ts';
import { connectionChangedAt, patterns } from '#simulator/world/presence.ts';
import type { World } from '#simulator/world/world.ts';
import { type Handler, ok } from './call.ts';
import { devicePattern, flagParam, idPattern, spaceAt, spaceParam, textParam, timeParam } from './checks.ts';
import { namedDevice } from './device-changes.ts';
import { pageInfo, readPaging, walkDown } from './paging.ts';
import { invalid, refuse } from './refusal.ts';

export const listDevices: Handler = ({ world, query }) => {
  const { fleet } = world;
  const matches = deviceFilter(world, query);
  const paging = readPaging(query);
  let count = 0;
  for (let device = 0; device < fleet.size; device += 1) if (matches(device)) count += 1;
  const page = walkDown(devicesBelow(fleet, paging.marker), paging, matches);
  const last = page.at(-1);
  return ok({
    devices: page.map((device) => deviceBody(world, device)),
    page: pageInfo(count, last === undefined ? undefined : deviceRecordId(fleet, last)),
  });
};

export const showDevice: Handler = (call) => {
  const { world } = call;
  const { fleet, seed } = world;
  const device = namedDevice(call);
  const { secret, fingerprint } = secretOf(fleet, seed, device);
  const registeredMs = (fleet.registered[device] ?? 0) * 1000;
  const pattern = patterns[fleet.pattern[device] ?? 0] ?? 'gone';
  const changedAt = connectionChangedAt(seed, device, pattern, world.now());
  const changedMs = changedAt === null ? registeredMs + 3_600_000 : world.wallOf(changedAt);
  return ok({
    ...deviceBody(world, device),
    auth_info: { auth_type: 'SECRET', secret, fingerprint, secure_access: true, timeout: 0 },
    create_time: formatBasicTime(registeredMs),
    modules: modulesBody(world, device),
    ...(pattern !== 'inactive' && {
      active_time: formatIsoTime(registeredMs + 3_600_000),
      connection_status_update_time: formatIsoTime(changedMs),
    }),
  });
};

function deviceFilter(world: World, query: URLSearchParams): (device: number) => boolean {
  const { fleet } = world;
  const space = spaceParam(world, query);
  const productId = textParam(query, 'product_id', idPattern);
  const gatewayId = textParam(query, 'gateway_id', devicePattern);
  const cascades = flagParam(query, 'is_cascade_query');
  if (cascades === true && gatewayId === undefined) throw invalid('is_cascade_query needs gateway_id.');
  const nodeId = textParam(query, 'node_id', /^[A-Za-z0-9_-]{1,64}$/);
  const name = textParam(query, 'device_name', /^[\p{Script=Han}\w?'#().,&%@!-]{1,256}$/u);
  const fromMs = timeParam(query, 'start_time');
  const toMs = timeParam(query, 'end_time');
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) throw refuse('IOTDA.000010');

  const product =
    productId === undefined ? -1 : fleet.catalogue.products.findIndex((one) => one.productId === productId);
  const gateway = gatewayId === undefined ? -1 : findDevice(fleet, gatewayId);
  return (device) => {
    const registeredMs = (fleet.registered[device] ?? 0) * 1000;
    return (
      !fleet.removed[device] &&
      (productId === undefined || fleet.product[device] === product) &&
      (space === undefined || productOf(fleet, device).space === space) &&
      (gatewayId === undefined || (fleet.gateway[device] === gateway && device !== gateway)) &&
      (fromMs === undefined || registeredMs >= fromMs) &&
      (toMs === undefined || registeredMs <= toMs) &&
      (nodeId === undefined || nodeIdOf(fleet, device) === nodeId) &&
      (name === undefined || deviceNameOf(fleet, device) === name)
    );
  };
}

export const modulesBody = ({ fleet }: World, device: number) =>
  modulesOf(fleet, device).map(({ name, version }) => ({ module_name: name, module_version: version }));

export function deviceBody(world: World, device: number): QueryDeviceSimplify {
  const { fleet, seed } = world;
  const product = productOf(fleet, device);
  const space = spaceAt(world, product.space);
  return {
    app_id: space.appId,
    app_name: space.name,
    device_id: deviceIdOf(fleet, device),
    node_id: nodeIdOf(fleet, device),
    gateway_id: deviceIdOf(fleet, fleet.gateway[device] ?? device),
    device_name: deviceNameOf(fleet, device),
    node_type: nodeTypeOf(fleet, device),
    description: descriptionOf(fleet, device),
    fw_version: fleet.versions[fleet.firmware[device] ?? 0],
    sw_version: fleet.versions[fleet.software[device] ?? 0],
    product_id: product.productId,
    product_name: product.name,
    status: deviceStatus(fleet, seed, device, world.now()),
    tags: tagsOf(fleet, device),
  };
}
