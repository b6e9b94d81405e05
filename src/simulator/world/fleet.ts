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

export type Fleet = {
  size: number;
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
const batchSize = 400;
const registrationSpanMs = 700 * 24 * 3_600_000;

/** Builds the fleet of a plan; the same seed and birth (epoch ms) give the same fleet. */
export function createFleet(plan: FleetPlan, seed: number, birthMs: number): Fleet {
  const size = plan.sizes.reduce((sum, count) => sum + count, 0);
  const fleet: Fleet = {
    size,
    catalogue: plan.catalogue,
    product: new Uint8Array(size),
    serial: new Uint32Array(size),
    district: new Uint8Array(size),
    ring: new Uint8Array(size),
    groups: new Uint32Array(size),
    pattern: new Uint8Array(size),
    tendency: new Uint8Array(size),
    gateway: new Int32Array(size),
    children: new Uint32Array(size),
    registered: new Uint32Array(size),
    firmware: new Uint16Array(size),
    software: new Uint16Array(size),
    versions: [''],
    frozen: new Uint8Array(size),
    removed: new Uint8Array(size),
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

export function nodeIdOf(fleet: Fleet, device: number): string {
  return `${productOf(fleet, device).nodePrefix}${firstSerial + (fleet.serial[device] ?? 0)}`;
}

/** The platform's default: product ID and node ID, joined by `_`. */
export function deviceIdOf(fleet: Fleet, device: number): string {
  return `${productOf(fleet, device).productId}_${nodeIdOf(fleet, device)}`;
}

export function deviceNameOf(fleet: Fleet, device: number): string {
  const serial = String(fleet.serial[device] ?? 0).padStart(5, '0');
  return `${productOf(fleet, device).namePrefix}_${districts[fleet.district[device] ?? 0] ?? ''}_${serial}`;
}

/** The index of a device ID, or -1. Removed devices are not found. */
export function findDevice(fleet: Fleet, deviceId: string): number {
  const device = everDevice(fleet, deviceId);
  return device < 0 || fleet.removed[device] ? -1 : device;
}

/** The index of a device that exists or once did, or -1. */
export function everDevice(fleet: Fleet, deviceId: string): number {
  const products = fleet.catalogue.products;
  const product = products.findIndex((one) => deviceId.startsWith(`${one.productId}_${one.nodePrefix}`));
  const known = products[product];
  if (known === undefined) return -1;
  const digits = deviceId.slice(known.productId.length + 1 + known.nodePrefix.length);
  if (!/^\d{7}$/.test(digits)) return -1;
  return bySerialOf(fleet, product)[Number(digits) - firstSerial - 1] ?? -1;
}

export function tagsOf(fleet: Fleet, device: number): { tag_key: string; tag_value: string }[] {
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
