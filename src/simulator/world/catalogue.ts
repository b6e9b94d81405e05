/** What a fleet consists of besides its devices, and how a scenario describes one. */
import type { ServiceCapability } from '#wire/iotda/products.ts';

/** A resource space. */
export type Space = { appId: string; name: string; isDefault: boolean; createdMs: number };

export type Product = {
  productId: string;
  /** Index into the spaces. */
  space: number;
  name: string;
  deviceType: string;
  protocol: 'MQTT' | 'CoAP' | 'Modbus';
  manufacturer: string;
  industry: string;
  description: string;
  createdMs: number;
  services: ServiceCapability[];
  /** Start of every node ID. */
  nodePrefix: string;
  /** Start of every device name. */
  namePrefix: string;
  /** Versions in the field and their shares. Empty for products without such software. */
  firmware: readonly VersionShare[];
  software: readonly VersionShare[];
  /** Modules in every device of the product, and the version each left the factory with. */
  modules?: readonly { name: string; version: string }[];
};
type VersionShare = { version: string; share: number };

export type UpgradePackage = {
  packageId: string;
  type: 'firmwarePackage' | 'softwarePackage' | 'modulePackage';
  /** Index into the products. */
  product: number;
  version: string;
  /** Versions it can be installed over; empty = any. */
  sources: string[];
  description: string;
  createdMs: number;
  /** Share of installations that fail because of the package itself. */
  defects: number;
  /** What that share has grown to when a task has handed out all of its devices; without, it stays. */
  worstDefects?: number;
  /** What a modulePackage is for. */
  module?: string;
  /** Sent to the devices. */
  customInfo?: string;
  /** Where its file lies, as it was said at its creation. */
  location?: Record<string, unknown>;
  /** It was deleted: nobody finds it any more, but tasks made with it go on. */
  withdrawn?: true;
};

/** A module that packages can be made for. */
export type OtaModule = {
  moduleId: string;
  /** Index into the products. */
  product: number;
  name: string;
  alias: string;
  description: string;
  createdMs: number;
};

/** A device group. Members of a static one are a bit in the fleet's `groups`; a dynamic one is the rule itself. */
export type Group = {
  groupId: string;
  space: number;
  name: string;
  description: string;
  superGroupId: string;
  modifiedMs: number;
} & ({ type: 'STATIC'; bit: number } | { type: 'DYNAMIC'; rule: string });

export type Catalogue = {
  spaces: Space[];
  products: Product[];
  packages: UpgradePackage[];
  modules: OtaModule[];
  groups: Group[];
};

/** Regions of the supply area; every device carries one as its tag `district`. */
export const districts = ['城东', '城西', '南湖', '北苑', '高新区', '滨江', '老城', '开发区'] as const;
/** Rollout rings; every device carries one as its tag `ring`. */
export const rings = ['canary', 'early', 'broad'] as const;
