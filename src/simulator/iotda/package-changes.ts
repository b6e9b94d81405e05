/** CreateOtaPackage and DeleteOtaPackage. No bytes travel: a package names a file that lies in object storage. */
import type { UpgradePackage } from '#simulator/world/catalogue.ts';
import { type Handler } from './call.ts';
import { isObject, objectBody } from './checks.ts';
import { choiceField, objectField, required, textField } from './fields.ts';
import { moduleName } from './modules.ts';
import { namedPackage, packageDetail } from './packages.ts';
import { productField } from './products.ts';
import { guess, invalid } from './refusal.ts';

type Body = Record<string, unknown>;

const versionPattern = /^[A-Za-z0-9_.-]{1,256}$/;
const maxSources = 20;
const types = ['softwarePackage', 'firmwarePackage', 'modulePackage'] as const;
/** What the platform takes as a package, by the end of its name. */
const extensions = /\.(bin|dav|tar|gz|zip|gzip|apk|tar\.xz|pack|exe|bat|img)$/i;

export const createPackage: Handler = ({ world, body: sent }) => {
  const body = objectBody(sent);
  const type = required(choiceField(body, 'package_type', types), 'package_type');
  const product = productField(world, body);
  const version = required(textField(body, 'version', 256, versionPattern), 'version');
  const module = textField(body, 'module_name', 64, moduleName);
  if ((type === 'modulePackage') !== (module !== undefined)) throw invalid('module_name goes with modulePackage only.');
  const { packages, modules } = world.fleet.catalogue;
  if (module !== undefined && !modules.some((one) => one.product === product && one.name === module)) {
    throw guess('no module');
  }
  const twin = packages.some(
    (one) =>
      one.withdrawn !== true &&
      one.product === product &&
      one.type === type &&
      one.version === version &&
      one.module === module,
  );
  if (twin) throw guess('package exists');
  const customInfo = textField(body, 'custom_info', 4096);
  const pack: UpgradePackage = {
    packageId: world.freshHex(24),
    type,
    product,
    version,
    sources: readSources(body['support_source_versions'] ?? []),
    description: textField(body, 'description', 1024) ?? '',
    createdMs: world.clock.now(),
    defects: 0.004,
    location: readLocation(body),
    ...(module !== undefined && { module }),
    ...(customInfo !== undefined && { customInfo }),
  };
  world.change({ kind: 'publish', pack });
  return { status: 201, body: packageDetail(world, pack) };
};

export const deletePackage: Handler = (call) => {
  call.world.change({ kind: 'withdraw', packageId: namedPackage(call).packageId });
  return { status: 204, body: null };
};

function readSources(value: unknown): string[] {
  if (!Array.isArray(value) || value.length > maxSources) throw invalid('support_source_versions is malformed.');
  const sources = value.filter((one): one is string => typeof one === 'string' && versionPattern.test(one));
  if (sources.length < value.length) throw invalid('support_source_versions is malformed.');
  return sources;
}

function readLocation(body: Body): Body {
  const location = required(objectField(body, 'file_location'), 'file_location')['obs_location'];
  if (!isObject(location)) throw invalid('obs_location is missing.');
  required(textField(location, 'region_name', 256), 'region_name');
  required(textField(location, 'bucket_name', 63, /^.{3,63}$/), 'bucket_name');
  required(textField(location, 'object_key', 1024, extensions), 'object_key');
  choiceField(location, 'sign_method', ['SHA256']);
  textField(location, 'sign', 64, /^[0-9a-fA-F]{64}$/);
  return location;
}
