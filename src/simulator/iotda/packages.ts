/** ListOtaPackageInfo and ShowOtaPackage. */
import { type OtaPackageInfo, packageTypes } from '#wire/iotda/packages.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import type { UpgradePackage } from '#simulator/world/catalogue.ts';
import { recordId, recordPrefix } from '#simulator/world/record-id.ts';
import type { World } from '#simulator/world/world.ts';
import { type Call, type Handler, ok } from './call.ts';
import { idPattern, spaceAt, spaceParam, textParam } from './checks.ts';
import { pageOf, readPaging } from './paging.ts';
import { guess, invalid } from './refusal.ts';

export const listPackages: Handler = ({ world, query }) => {
  const type = query.get('package_type');
  if (!packageTypes.some((one) => one === type)) throw invalid('package_type is missing or unknown.');
  const space = spaceParam(world, query);
  const productId = textParam(query, 'product_id', idPattern);
  const version = textParam(query, 'version', /^[A-Za-z0-9_.-]{1,256}$/);
  const { packages, products } = world.fleet.catalogue;
  const matching = packages.filter((one) => {
    const product = products[one.product];
    return (
      one.type === type &&
      one.withdrawn !== true &&
      (space === undefined || product?.space === space) &&
      (productId === undefined || product?.productId === productId) &&
      (version === undefined || one.version === version)
    );
  });
  const idOf = (one: UpgradePackage) => recordId(recordPrefix(one.createdMs, '000002'), packages.indexOf(one));
  const { rows, page } = pageOf(matching, readPaging(query), idOf);
  return ok({ packages: rows.map((one) => packageBody(world, one)), page });
};

export const showPackage: Handler = (call) => ok(packageDetail(call.world, namedPackage(call)));

/** The package of the path, else 404. */
export function namedPackage({ world, params }: Call): UpgradePackage {
  const found = world.fleet.catalogue.packages.find(
    (one) => one.packageId === params['package_id'] && one.withdrawn !== true,
  );
  if (found === undefined) throw guess('no package');
  return found;
}

/** With the place of its file, which the list leaves out. */
export function packageDetail(world: World, one: UpgradePackage) {
  const object_key = `builds/${one.version}/${one.packageId}.bin`;
  const usual = { region_name: world.credentials.region, bucket_name: 'utility-builds', object_key };
  return { ...packageBody(world, one), file_location: { obs_location: one.location ?? usual } };
}

function packageBody(world: World, one: UpgradePackage): OtaPackageInfo {
  const product = world.fleet.catalogue.products[one.product];
  return {
    package_id: one.packageId,
    app_id: spaceAt(world, product?.space ?? 0).appId,
    package_type: one.type,
    product_id: product?.productId,
    product_name: product?.name,
    ...(one.module !== undefined && { module_name: one.module }),
    version: one.version,
    support_source_versions: one.sources,
    description: one.description,
    ...(one.customInfo !== undefined && { custom_info: one.customInfo }),
    create_time: formatBasicTime(one.createdMs),
  };
}
