/**
 * The devices. Columns in typed arrays, everything that can be derived is derived: 48,000 devices take about two megabytes
 * and a few milliseconds. A device is its index; a larger index was registered later.
 */
import { districts, rings, type Catalogue } from './catalogue.ts';
import { type Mood, patternOf } from './presence.ts';
import { between, chance, hexOf, mix, shareAt } from './random.ts';
import { countBelow, recordId, recordPrefix } from './record-id.ts';

/** sound: fails now and then · flaky: often, but not always · doomed: never succeeds. */
export const tendencies = ['sound', 'flaky', 'doomed'] as const;
const tendencyShares = [0.93, 0.055, 0.015];

export type FleetPlan = {
  catalogue: Catalogue;
  /** How many devices of each product, in the order of the products. */
  sizes: readonly number[];
  mood: Mood;
  /** Product whose devices sit behind devices of another product (index to index). */
  behind: Readonly<Record<number, number>>;
  /** Bits of the static groups a device belongs to. */
  groupsOf: (device: { product: number; district: number; ring: number; nth: number }) => number;
};

/** What a device that was registered while the world ran says about itself; one of the plan follows from its index. */
export type AddedDevice = {
  deviceId: string;
  nodeId: string;
  name: string;
  description: string;
  secret: string;
  fingerprint: string;
};

/** What was changed about a device since it was registered. */
export type DeviceEdit = {
  name?: string;
  description?: string;
  /** Versions by module. */
  modules?: Record<string, string>;
  /** Versions of its shadow by service. */
  shadows?: Record<string, number>;
  /** Desired values of its shadow by service. */
  desired?: Record<string, Record<string, unknown>>;
  /** IDs of messages it was sent by itself. */
  messages?: string[];
  /** Until when asynchronous commands of its own wait for it, world time in ms. */
  keptUntil?: number[];
};

export type Fleet = {
  size: number;
  /** Devices from this index on were registered while the world ran; `added` holds them in order. */
  planned: number;
  added: AddedDevice[];
  addedIds: Map<string, number>;
  edits: Map<number, DeviceEdit>;
  catalogue: Catalogue;
  product: Uint8Array;
  /** 1-based number within its product. */
  serial: Uint32Array;
  district: Uint8Array;
  ring: Uint8Array;
  groups: Uint32Array;
  pattern: Uint8Array;
  tendency: Uint8Array;
  /** Index of the gateway it sits behind; its own index when it connects by itself. */
  gateway: Int32Array;
  /** How many devices sit behind this one. */
  children: Uint32Array;
  /** Registration, epoch seconds. */
  registered: Uint32Array;
  /** Indices into `versions`; 0 = none. These change as devices are upgraded. */
  firmware: Uint16Array;
  software: Uint16Array;
  versions: string[];
  frozen: Uint8Array;
  removed: Uint8Array;
  /** Devices by product and serial, and how many there are of each product. */
  bySerial: Int32Array[];
};

const firstSerial = 1_000_000;
/** How many devices may be registered while the world runs: the columns have room for them from the start. */
const roomForMore = 60_000;
const batchSize = 400;
const registrationSpanMs = 700 * 24 * 3_600_000;

/** Builds the fleet of a plan; the same seed and birth (epoch ms) give the same fleet. */
export function createFleet(plan: FleetPlan, seed: number, birthMs: number): Fleet {
  const size = plan.sizes.reduce((sum, count) => sum + count, 0);
  const room = size + roomForMore;
  const fleet: Fleet = {
    size,
    planned: size,
    added: [],
    addedIds: new Map(),
    edits: new Map(),
    catalogue: plan.catalogue,
    product: new Uint8Array(room),
    serial: new Uint32Array(room),
    district: new Uint8Array(room),
    ring: new Uint8Array(room),
    groups: new Uint32Array(room),
    pattern: new Uint8Array(room),
    tendency: new Uint8Array(room),
    gateway: new Int32Array(room),
    children: new Uint32Array(room),
    registered: new Uint32Array(room),
    firmware: new Uint16Array(room),
    software: new Uint16Array(room),
    versions: [''],
    frozen: new Uint8Array(room),
    removed: new Uint8Array(room),
    bySerial: plan.sizes.map((count) => new Int32Array(count)),
  };
  const versionShares = plan.catalogue.products.map((product) => ({
    firmware: product.firmware.map((one) => one.share),
    software: product.software.map((one) => one.share),
    firmwareIndex: product.firmware.map((one) => versionIndex(fleet, one.version)),
    softwareIndex: product.software.map((one) => versionIndex(fleet, one.version)),
  }));

  const spanStart = birthMs - registrationSpanMs;
  let device = 0;
  for (const [product, from, to] of deliveries(plan.sizes, seed)) {
    const shares = versionShares[product];
    for (let nth = from; nth < to; nth += 1) {
      const district = mix(seed, device, 1) % districts.length;
      const ring = shareAt([0.02, 0.13, 0.85], chance(seed, device, 2));
      fleet.product[device] = product;
      fleet.serial[device] = nth + 1;
      fleet.district[device] = district;
      fleet.ring[device] = ring;
      fleet.groups[device] = plan.groupsOf({ product, district, ring, nth });
      fleet.pattern[device] = patternOf(seed, device, plan.mood);
      fleet.tendency[device] = plan.mood === 'quiet' ? 0 : shareAt(tendencyShares, chance(seed, device, 3));
      fleet.registered[device] = Math.floor((spanStart + (device / size) * registrationSpanMs) / 1000);
      fleet.firmware[device] = shares?.firmwareIndex[shareAt(shares.firmware, chance(seed, device, 4))] ?? 0;
      fleet.software[device] = shares?.softwareIndex[shareAt(shares.software, chance(seed, device, 5))] ?? 0;
      fleet.frozen[device] = plan.mood === 'usual' && chance(seed, device, 6) < 0.0008 ? 1 : 0;
      fleet.gateway[device] = device;
      bySerialOf(fleet, product)[nth] = device;
      device += 1;
    }
  }
  for (const [product, gateways] of Object.entries(plan.behind)) {
    const parents = bySerialOf(fleet, gateways);
    for (const child of bySerialOf(fleet, Number(product))) {
      const parent = parents[mix(seed, child, 7) % parents.length] ?? child;
      fleet.gateway[child] = parent;
      fleet.children[parent] = (fleet.children[parent] ?? 0) + 1;
    }
  }
  return fleet;
}

/** Devices arrive in deliveries of one product each, the products taking turns by chance. */
function deliveries(sizes: readonly number[], seed: number): [product: number, from: number, to: number][] {
  const batches: { product: number; from: number; to: number; turn: number }[] = [];
  for (const [product, size] of sizes.entries()) {
    for (let from = 0; from < size; from += batchSize) {
      const turn = (from + between(0, batchSize, seed, product, from, 8)) / size;
      batches.push({ product, from, to: Math.min(size, from + batchSize), turn });
    }
  }
  return batches
    .toSorted((left, right) => left.turn - right.turn || left.from - right.from)
    .map((batch) => [batch.product, batch.from, batch.to]);
}

/** The index of a version in the fleet's table, added when it is new. */
export function versionIndex(fleet: Fleet, version: string): number {
  const known = fleet.versions.indexOf(version);
  return known >= 0 ? known : fleet.versions.push(version) - 1;
}

const bySerialOf = (fleet: Fleet, product: number): Int32Array => fleet.bySerial[product] ?? new Int32Array(0);

export function productOf(fleet: Fleet, device: number) {
  const product = fleet.catalogue.products[fleet.product[device] ?? -1];
  if (product === undefined) throw new RangeError(`no device ${device}`);
  return product;
}

const addedAt = (fleet: Fleet, device: number): AddedDevice | undefined => fleet.added[device - fleet.planned];

export function nodeIdOf(fleet: Fleet, device: number): string {
  const added = addedAt(fleet, device);
  if (added !== undefined) return added.nodeId;
  return `${productOf(fleet, device).nodePrefix}${firstSerial + (fleet.serial[device] ?? 0)}`;
}

/** The platform's default: product ID and node ID, joined by `_`. One that was registered may have chosen its own. */
export function deviceIdOf(fleet: Fleet, device: number): string {
  const added = addedAt(fleet, device);
  if (added !== undefined) return added.deviceId;
  return `${productOf(fleet, device).productId}_${nodeIdOf(fleet, device)}`;
}

export function deviceNameOf(fleet: Fleet, device: number): string {
  const known = fleet.edits.get(device)?.name ?? addedAt(fleet, device)?.name;
  if (known !== undefined) return known;
  const serial = String(fleet.serial[device] ?? 0).padStart(5, '0');
  return `${productOf(fleet, device).namePrefix}_${districts[fleet.district[device] ?? 0] ?? ''}_${serial}`;
}

export const descriptionOf = (fleet: Fleet, device: number): string | undefined =>
  fleet.edits.get(device)?.description ?? addedAt(fleet, device)?.description;

/** Modules of a device and their versions, as it last reported them. */
export function modulesOf(fleet: Fleet, device: number): { name: string; version: string }[] {
  const installed = fleet.edits.get(device)?.modules ?? {};
  if (device >= fleet.planned) return [];
  return (productOf(fleet, device).modules ?? []).map(({ name, version }) => ({
    name,
    version: installed[name] ?? version,
  }));
}

export const moduleVersionOf = (fleet: Fleet, device: number, module: string): string | null =>
  modulesOf(fleet, device).find((one) => one.name === module)?.version ?? null;

export function secretOf(fleet: Fleet, seed: number, device: number): { secret: string; fingerprint: string } {
  const { secret = hexOf(32, seed, device, 701), fingerprint = '' } = addedAt(fleet, device) ?? {};
  return { secret, fingerprint };
}

/** The index of a device ID, or -1. Removed devices are not found. */
export function findDevice(fleet: Fleet, deviceId: string): number {
  const device = everDevice(fleet, deviceId);
  return device < 0 || fleet.removed[device] ? -1 : device;
}

/** The index of a device that exists or once did, or -1; of several with the same ID the latest. */
export function everDevice(fleet: Fleet, deviceId: string): number {
  return fleet.addedIds.get(deviceId) ?? plannedDevice(fleet, deviceId);
}

/** The same among the devices of the plan. */
export function plannedDevice(fleet: Fleet, deviceId: string): number {
  const products = fleet.catalogue.products;
  const product = products.findIndex((one) => deviceId.startsWith(`${one.productId}_${one.nodePrefix}`));
  const known = products[product];
  if (known === undefined) return -1;
  const digits = deviceId.slice(known.productId.length + 1 + known.nodePrefix.length);
  if (!/^\d{7}$/.test(digits)) return -1;
  return bySerialOf(fleet, product)[Number(digits) - firstSerial - 1] ?? -1;
}

export function tagsOf(fleet: Fleet, device: number): { tag_key: string; tag_value: string }[] {
  if (device >= fleet.planned) return [];
  return [
    { tag_key: 'district', tag_value: districts[fleet.district[device] ?? 0] ?? '' },
    { tag_key: 'ring', tag_value: rings[fleet.ring[device] ?? 0] ?? '' },
  ];
}

/** Record IDs grow with the index, because registration does. */
export function deviceRecordId(fleet: Fleet, device: number): string {
  return recordId(recordPrefix((fleet.registered[device] ?? 0) * 1000, deviceMaker), device);
}
const deviceMaker = hexOf(6, 0xdee1ce);

/** How many devices have a record ID below the marker: the page starts at this index, going down. */
export function devicesBelow(fleet: Fleet, marker: string): number {
  return countBelow(marker, fleet.size, (index) => deviceRecordId(fleet, index));
}

export function removeDevice(fleet: Fleet, device: number): void {
  if (fleet.removed[device]) return;
  fleet.removed[device] = 1;
  const parent = fleet.gateway[device] ?? device;
  if (parent !== device) fleet.children[parent] = Math.max(0, (fleet.children[parent] ?? 0) - 1);
}
