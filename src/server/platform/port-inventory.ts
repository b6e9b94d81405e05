import type { Device, DeviceStatus, Package } from '#shared/domain/catalogue.ts';
import type { ProductModel } from '#shared/domain/product-model.ts';
import type { Call, Page, Written } from './port.ts';

/** A device with all that is known of it but its credentials. Times are epoch milliseconds. */
export type DeviceDetail = Device & {
  spaceId: string | null;
  description: string | null;
  /** Behind another device, or connected by itself. */
  connection: 'direct' | 'behind_gateway' | 'other';
  gatewayId: string | null;
  tags: { key: string; value: string }[];
  modules: { name: string; version: string | null }[];
  registeredAt: number | null;
  firstSeenAt: number | null;
  statusSince: number | null;
};

/** Which devices a list has; all that are given apply. Times of registration are epoch milliseconds. */
export type DeviceFilter = {
  spaceId?: string;
  productId?: string;
  gatewayId?: string;
  /** Also those behind the devices behind the gateway. Only with `gatewayId`. */
  everyLevel?: boolean;
  nodeId?: string;
  name?: string;
  registeredFrom?: number;
  registeredTo?: number;
};

/** Which devices a search finds; all that are given apply, five at most with `spaceId`. Prefixes have four characters or more. */
export type DeviceSearch = {
  spaceId: string;
  productId?: string;
  status?: Exclude<DeviceStatus, 'other'>;
  groupId?: string;
  firmwareVersion?: string;
  /** Every version but this one. */
  notFirmwareVersion?: string;
  softwareVersion?: string;
  notSoftwareVersion?: string;
  namePrefix?: string;
  nodeIdPrefix?: string;
  tag?: { key: string; value: string };
};

/** A file in object storage, which is the only place a package's bytes can be. */
type StoredFile = { region: string; bucket: string; key: string; sha256: string | null };
export type PackageDetail = Package & {
  spaceId: string | null;
  moduleName: string | null;
  /** Sent to the devices. */
  deviceInfo: string | null;
  file: StoredFile | null;
};
/** A new package. `moduleName` goes with kind `module`, and only with it; no `sourceVersions` means any. */
export type NewPackage = {
  spaceId: string;
  kind: Package['kind'];
  productId: string;
  moduleName: string | null;
  version: string;
  sourceVersions: readonly string[];
  description: string | null;
  deviceInfo: string | null;
  file: StoredFile;
};

/** A part of a device that is upgraded by itself; a product has ten at most. */
export type Module = {
  id: string;
  productId: string;
  name: string;
  alias: string | null;
  description: string | null;
  createdAt: number | null;
};

/** The details of what tasks are made from, and changes to it. IDs that no thing can have are `not_found` or refused unsent. */
export type Inventory = {
  findDevices(input: { filter: DeviceFilter; marker: string | null; limit: number }, call: Call): Promise<Page<Device>>;
  showDevice(deviceId: string, call: Call): Promise<DeviceDetail>;
  /** By the platform's search: one call a second, waited for here. The total is not known before the last page. */
  searchDevices(
    input: { search: DeviceSearch; marker: string | null; limit: number },
    call: Call,
  ): Promise<{ rows: Device[]; marker: string | null }>;
  countDevices(search: DeviceSearch, call: Call): Promise<number>;
  groupMembers(
    input: { groupId: string; marker: string | null; limit: number },
    call: Call,
  ): Promise<Page<{ id: string; name: string | null; productId: string | null }>>;
  /** IDs of the groups a device is in. */
  groupsOf(deviceId: string, call: Call): Promise<string[]>;
  setFrozen(deviceId: string, frozen: boolean, call: Call): Promise<Written<null>>;
  /** Done also where there is no such device any more. */
  deleteDevice(deviceId: string, call: Call): Promise<Written<null>>;

  showProduct(input: { productId: string; spaceId: string }, call: Call): Promise<ProductModel>;

  showPackage(packageId: string, call: Call): Promise<PackageDetail>;
  createPackage(input: NewPackage, call: Call): Promise<Written<PackageDetail>>;
  deletePackage(packageId: string, call: Call): Promise<Written<null>>;
  listModules(input: { spaceId: string; productId?: string }, call: Call): Promise<Module[]>;
  createModule(input: Pick<Module, 'productId' | 'name'> & { spaceId: string }, call: Call): Promise<Written<Module>>;
  deleteModule(moduleId: string, call: Call): Promise<Written<null>>;
};
