/** OTA packages: ListOtaPackageInfo. */
import { z } from 'zod';
import { Page } from './paging.ts';
import { id, soft, softTexts, text } from './reading.ts';

/** `package_type`: what a firmwareUpgrade, a softwareUpgrade and a moduleUpgrade install. */
export const packageTypes = ['firmwarePackage', 'softwarePackage', 'modulePackage'] as const;
export type KnownPackageType = (typeof packageTypes)[number];

/** A package (ListOtaPackageInfo, table of OtaPackageInfo). An empty `support_source_versions` means any version. */
export const OtaPackageInfo = z.looseObject({
  package_id: id,
  app_id: soft(text),
  package_type: soft(text),
  product_id: soft(text),
  product_name: soft(text),
  module_name: soft(text),
  version: soft(text),
  support_source_versions: softTexts,
  description: soft(text),
  custom_info: soft(text),
  create_time: soft(text),
});
export type OtaPackageInfo = z.infer<typeof OtaPackageInfo>;

/** Answer of `GET /ota-upgrades/packages`. */
export const ListOtaPackagesResponse = z.looseObject({ packages: z.array(OtaPackageInfo), page: soft(Page) });
export type ListOtaPackagesResponse = z.infer<typeof ListOtaPackagesResponse>;
