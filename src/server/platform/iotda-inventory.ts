import type { Clock } from '#server/clock.ts';
import { createDevices } from './iotda-devices.ts';
import { createPackages } from './iotda-packages.ts';
import { createProducts } from './iotda-products.ts';
import type { Inventory } from './port-inventory.ts';
import type { Transport } from './transport.ts';

/** What tasks are made from, in detail, and changes to it. */
export function createInventory(transport: Transport, clock: Clock): Inventory {
  return { ...createDevices(transport, clock), ...createProducts(transport), ...createPackages(transport) };
}
