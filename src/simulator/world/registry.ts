/** Registering, changing and moving devices while the world runs. */
import type { FileRecord } from '#simulator/files/records.ts';
import { type AddedDevice, type DeviceEdit, findDevice, type Fleet } from './fleet.ts';
import { patterns } from './presence.ts';
import { hexOf } from './random.ts';
import type { ResultName } from './results.ts';

/** Where a registered device belongs; `gateway` is -1 when it connects by itself. */
export type Placement = { product: number; gateway: number; registeredSeconds: number };

/** Adds a device that never connected. Answers its index, or -1 when the fleet has no room. */
export function addDevice(
  fleet: Fleet,
  added: AddedDevice,
  { product, gateway, registeredSeconds }: Placement,
): number {
  const device = fleet.size;
  if (device >= fleet.product.length) return -1;
  fleet.size += 1;
  fleet.added.push(added);
  fleet.addedIds.set(added.deviceId, device);
  fleet.product[device] = product;
  fleet.pattern[device] = patterns.indexOf('inactive');
  fleet.gateway[device] = device;
  // Record IDs must grow with the index, so time never goes back.
  fleet.registered[device] = Math.max(fleet.registered[device - 1] ?? 0, registeredSeconds);
  if (gateway >= 0) moveBehind(fleet, device, gateway);
  return device;
}

/** Carries out one row of a createDevices file: what became of it, and the index of the new device. */
export function register(
  fleet: Fleet,
  record: FileRecord,
  context: { seed: number; space: number; nowMs: number },
): { result: ResultName; device: number } {
  const refused = (result: ResultName) => ({ result, device: -1 });
  const { product_id: productId = '', node_id: nodeId = '' } = record;
  const product = fleet.catalogue.products.findIndex(
    (one) => one.productId === productId && one.space === context.space,
  );
  if (product < 0) return refused('noProduct');
  const deviceId = record.device_id ?? `${productId}_${nodeId}`;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(nodeId) || !/^[A-Za-z0-9_-]{1,128}$/.test(deviceId)) return refused('badRow');
  if (findDevice(fleet, deviceId) >= 0) return refused('deviceExists');
  const gateway = record.gateway_id === undefined ? -1 : findDevice(fleet, record.gateway_id);
  if (record.gateway_id !== undefined && gateway < 0) return refused('noDevice');
  const added: AddedDevice = {
    deviceId,
    nodeId,
    name: record.device_name ?? nodeId,
    description: record.description ?? '',
    secret: record.secret ?? hexOf(32, context.seed, fleet.size, 702),
    fingerprint: record.fingerprint ?? '',
  };
  const registeredSeconds = Math.floor(context.nowMs / 1000);
  const device = addDevice(fleet, added, { product, gateway, registeredSeconds });
  return device < 0 ? refused('quota') : { result: 'done', device };
}

/** A gateway that exists, of another device, that has none behind it itself. */
export const mayMoveBehind = (fleet: Fleet, device: number, gateway: number): boolean =>
  gateway >= 0 && gateway !== device && (fleet.children[device] ?? 0) === 0;

/** Puts a device behind a gateway. */
export function moveBehind(fleet: Fleet, device: number, gateway: number): void {
  const before = fleet.gateway[device] ?? device;
  if (before !== device) fleet.children[before] = Math.max(0, (fleet.children[before] ?? 0) - 1);
  fleet.gateway[device] = gateway;
  if (gateway !== device) fleet.children[gateway] = (fleet.children[gateway] ?? 0) + 1;
}

export function editDevice(fleet: Fleet, device: number, edit: DeviceEdit): void {
  fleet.edits.set(device, { ...fleet.edits.get(device), ...edit });
}
