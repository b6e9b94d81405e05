import type { Package } from '#shared/domain/catalogue.ts';
import { id36Pattern } from '#wire/iotda/identifiers.ts';
import { CreateOtaModule, ListOtaModulesResponse, OtaModuleInfo } from '#wire/iotda/modules.ts';
import { CreateOtaPackage, type OtaPackageInfo, ShowOtaPackageResponse } from '#wire/iotda/packages.ts';
import { everyRow, pageOf, pageQuery } from './iotda-pages.ts';
import { packageKindOf, packageTypeOf, timeOf } from './iotda-words.ts';
import { PlatformError } from './port.ts';
import type { Inventory, Module, NewPackage, PackageDetail } from './port-inventory.ts';
import type { Transport } from './transport.ts';
import { mapWritten } from './written.ts';

type Packages = Pick<
  Inventory,
  'showPackage' | 'createPackage' | 'deletePackage' | 'listModules' | 'createModule' | 'deleteModule'
>;

const packages = ['ota-upgrades', 'packages'];
const modules = ['ota-upgrades', 'modules'];

/** OTA packages and modules through the v5 API. */
export function createPackages(transport: Transport): Packages {
  return {
    async showPackage(packageId, call) {
      if (!id36Pattern.test(packageId)) throw new PlatformError('not_found');
      return detailOf(await transport.read({ segments: [...packages, packageId] }, ShowOtaPackageResponse, call));
    },

    async createPackage(input, call) {
      const body = JSON.stringify(checked(CreateOtaPackage, packageBody(input)));
      return mapWritten(await transport.write({ segments: packages, body }, ShowOtaPackageResponse, call), detailOf);
    },

    deletePackage: async (packageId, call) => transport.remove({ segments: [...packages, existing(packageId)] }, call),

    listModules({ spaceId, productId }, call) {
      if (!id36Pattern.test(spaceId)) throw new PlatformError('not_found');
      return everyRow(async (marker) => {
        const paging = pageQuery(marker);
        const query = { app_id: spaceId, product_id: productId, ...paging };
        const answer = await transport.read({ segments: modules, query }, ListOtaModulesResponse, call);
        return pageOf(answer.modules.map(moduleOf), answer.page, paging);
      });
    },

    async createModule({ spaceId, productId, name }, call) {
      const asked = { app_id: spaceId, product_id: productId, module_name: name };
      const body = JSON.stringify(checked(CreateOtaModule, asked));
      return mapWritten(await transport.write({ segments: modules, body }, OtaModuleInfo, call), moduleOf);
    },

    deleteModule: async (moduleId, call) => transport.remove({ segments: [...modules, existing(moduleId)] }, call),
  };
}

function existing(id: string): string {
  if (!id36Pattern.test(id)) throw new RangeError('not an ID');
  return id;
}

/** What breaks a documented rule is a mistake of ours: who filled the form in was told before. */
function checked<T>(schema: { safeParse(value: unknown): { success: boolean } }, body: T): T {
  if (!schema.safeParse(body).success) throw new RangeError('it breaks a rule of the platform');
  return body;
}

const packageBody = (input: NewPackage): CreateOtaPackage => ({
  app_id: input.spaceId,
  package_type: packageTypeOf[input.kind],
  product_id: input.productId,
  ...(input.moduleName === null ? {} : { module_name: input.moduleName }),
  version: input.version,
  ...(input.sourceVersions.length === 0 ? {} : { support_source_versions: [...input.sourceVersions] }),
  ...(input.description === null ? {} : { description: input.description }),
  ...(input.deviceInfo === null ? {} : { custom_info: input.deviceInfo }),
  file_location: {
    obs_location: {
      region_name: input.file.region,
      bucket_name: input.file.bucket,
      object_key: input.file.key,
      ...(input.file.sha256 === null ? {} : { sign_method: 'SHA256', sign: input.file.sha256 }),
    },
  },
});

export const packageOf = (info: OtaPackageInfo, asked: Package['kind']): Package => ({
  id: info.package_id,
  kind: packageKindOf(info.package_type) ?? asked,
  productId: info.product_id ?? '',
  productName: info.product_name ?? null,
  version: info.version ?? '',
  sourceVersions: info.support_source_versions ?? [],
  description: info.description || null,
  createdAt: timeOf(info.create_time),
});

const detailOf = (info: ShowOtaPackageResponse): PackageDetail => {
  const at = info.file_location?.obs_location;
  const isWhole = at?.bucket_name !== undefined && at.object_key !== undefined;
  return {
    ...packageOf(info, 'firmware'),
    spaceId: info.app_id ?? null,
    moduleName: info.module_name || null,
    deviceInfo: info.custom_info || null,
    file: isWhole
      ? {
          region: at.region_name ?? '',
          bucket: at.bucket_name ?? '',
          key: at.object_key ?? '',
          sha256: at.sign || null,
        }
      : null,
  };
};

const moduleOf = (info: OtaModuleInfo): Module => ({
  id: info.module_id,
  productId: info.product_id ?? '',
  name: info.module_name ?? info.module_id,
  alias: info.alias_name || null,
  description: info.description || null,
  createdAt: timeOf(info.create_time),
});
