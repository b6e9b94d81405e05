/** OTA packages: ListOtaPackageInfo, CreateOtaPackage, ShowOtaPackage, DeleteOtaPackage. Their bytes are in OBS, never here. */
import { z } from 'zod';
import { AppId } from './identifiers.ts';
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

/** Where the file is (table of ObsLocation). `sign` is a SHA-256 in hex, the only `sign_method`. */
const ObsLocationAnswer = z.looseObject({
  region_name: soft(text),
  bucket_name: soft(text),
  object_key: soft(text),
  sign_method: soft(text),
  sign: soft(text),
});

/** Answer of show, and of create (201); unlike the list they name the file. */
export const ShowOtaPackageResponse = z.looseObject({
  ...OtaPackageInfo.shape,
  file_location: soft(z.looseObject({ obs_location: soft(ObsLocationAnswer) })),
});
export type ShowOtaPackageResponse = z.infer<typeof ShowOtaPackageResponse>;

const Version = z.string().regex(/^[A-Za-z0-9_.-]{1,256}$/);
/** `version` and `module_name` of a package. */
export const moduleNamePattern = /^[A-Za-z0-9_.-]{1,64}$/;

/** Body of `POST /ota-upgrades/packages`. `module_name` goes with modulePackage, and only with it. */
export const CreateOtaPackage = z
  .strictObject({
    app_id: AppId,
    package_type: z.enum(packageTypes),
    product_id: AppId,
    module_name: z.string().regex(moduleNamePattern).optional(),
    version: Version,
    support_source_versions: z.array(Version).max(20).optional(),
    description: z.string().max(1024).optional(),
    custom_info: z.string().max(4096).optional(),
    file_location: z.strictObject({
      obs_location: z.strictObject({
        region_name: z.string().min(1).max(256),
        bucket_name: z.string().min(3).max(63),
        object_key: z.string().min(1).max(1024),
        sign_method: z.literal('SHA256').optional(),
        sign: z
          .string()
          .regex(/^[A-Fa-f0-9]{64}$/)
          .optional(),
      }),
    }),
  })
  .refine((body) => (body.package_type === 'modulePackage') === (body.module_name !== undefined));
export type CreateOtaPackage = z.infer<typeof CreateOtaPackage>;
