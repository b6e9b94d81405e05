import type { Device, Group, Product } from '#shared/domain/catalogue.ts';
import { ListDevicesResponse, type QueryDeviceSimplify, ShowDeviceResponse } from '#wire/iotda/devices.ts';
import { ListDeviceGroupsResponse, ShowDevicesInGroupResponse, type DeviceGroup } from '#wire/iotda/groups.ts';
import { deviceIdPattern, groupIdPattern, id36Pattern, nodeIdPattern } from '#wire/iotda/identifiers.ts';
import { ListOtaPackagesResponse } from '#wire/iotda/packages.ts';
import { ListProductsResponse, type ProductSummary } from '#wire/iotda/products.ts';
import { ShowApplicationsResponse } from '#wire/iotda/spaces.ts';
import { deviceOf } from './iotda-devices.ts';
import { packageOf } from './iotda-packages.ts';
import { everyRow, pageOf, pageQuery } from './iotda-pages.ts';
import { packageTypeOf } from './iotda-words.ts';
import { type Call, type Page, type Platform, PlatformError } from './port.ts';
import type { Transport } from './transport.ts';

type Catalogue = Pick<Platform, 'listSpaces' | 'listProducts' | 'listPackages' | 'listGroups' | 'listDevices'>;

/** What tasks are made from: spaces, products, packages, groups and devices. */
export function createCatalogue(transport: Transport): Catalogue {
  /** The number of members is in the paging of their list; one row is the least that can be asked for. */
  const countMembers = async (group: DeviceGroup, call: Call): Promise<number> => {
    if (!groupIdPattern.test(group.group_id)) return 0;
    const paging = pageQuery(null, 1);
    const segments = ['device-group', group.group_id, 'devices'];
    const answer = await transport.read({ segments, query: paging }, ShowDevicesInGroupResponse, call);
    return answer.page?.count ?? answer.devices.length;
  };

  const findDevice = async (deviceId: string, call: Call): Promise<QueryDeviceSimplify | null> => {
    try {
      return await transport.read({ segments: ['devices', deviceId] }, ShowDeviceResponse, call);
    } catch (error) {
      if (error instanceof PlatformError && error.code === 'not_found') return null;
      throw error;
    }
  };

  const devicesPage = async (
    filter: { app_id: string; product_id?: string; node_id?: string; device_name?: string },
    marker: string | null,
    limit: number,
    call: Call,
  ): Promise<Page<Device>> => {
    const paging = pageQuery(marker, limit);
    const answer = await transport.read(
      { segments: ['devices'], query: { ...filter, ...paging } },
      ListDevicesResponse,
      call,
    );
    return pageOf(answer.devices.map(deviceOf), answer.page, paging);
  };

  return {
    async listSpaces(call) {
      const { applications } = await transport.read({ segments: ['apps'] }, ShowApplicationsResponse, call);
      return applications.map((space) => ({
        id: space.app_id,
        name: space.app_name ?? space.app_id,
        isDefault: space.default_app ?? false,
      }));
    },

    listProducts(spaceId, call) {
      assertSpace(spaceId);
      return everyRow(async (marker) => {
        const paging = pageQuery(marker);
        const query = { app_id: spaceId, ...paging };
        const answer = await transport.read({ segments: ['products'], query }, ListProductsResponse, call);
        return pageOf(answer.products.map(productOf), answer.page, paging);
      });
    },

    async listPackages({ spaceId, kind }, call) {
      assertSpace(spaceId);
      const packages = await everyRow(async (marker) => {
        const paging = pageQuery(marker);
        const query = { package_type: packageTypeOf[kind], app_id: spaceId, ...paging };
        const answer = await transport.read(
          { segments: ['ota-upgrades', 'packages'], query },
          ListOtaPackagesResponse,
          call,
        );
        return pageOf(answer.packages, answer.page, paging);
      });
      return packages.map((info) => packageOf(info, kind));
    },

    async listGroups(spaceId, call) {
      assertSpace(spaceId);
      const groups = await everyRow(async (marker) => {
        const paging = pageQuery(marker);
        const query = { app_id: spaceId, ...paging };
        const answer = await transport.read({ segments: ['device-group'], query }, ListDeviceGroupsResponse, call);
        return pageOf(answer.device_groups, answer.page, paging);
      });
      return Promise.all(groups.map(async (group) => groupOf(group, await countMembers(group, call))));
    },

    async listDevices({ spaceId, productId, q, marker, limit }, call) {
      assertSpace(spaceId);
      const product = productId === undefined ? {} : { product_id: productId };
      const filter = { app_id: spaceId, ...product };
      const wanted = q?.trim() ?? '';
      if (wanted === '') return devicesPage(filter, marker, limit, call);
      const named = searchableName.test(wanted)
        ? devicesPage({ ...filter, device_name: wanted }, marker, limit, call)
        : Promise.resolve<Page<Device>>({ rows: [], total: 0, marker: null });
      if (marker !== null) return named;
      // The platform has no search across fields: what was typed may be a device's ID, its node ID or its name.
      const [byName, byNode, byId] = await Promise.all([
        named,
        nodeIdPattern.test(wanted) ? devicesPage({ ...filter, node_id: wanted }, null, limit, call) : null,
        deviceIdPattern.test(wanted) ? findDevice(wanted, call) : null,
      ]);
      const here = byId !== null && belongs(byId, spaceId, productId) ? [deviceOf(byId)] : [];
      const rows = new Map([...here, ...(byNode?.rows ?? []), ...byName.rows].map((device) => [device.id, device]));
      return { rows: [...rows.values()], total: Math.max(byName.total, rows.size), marker: byName.marker };
    },
  };
}

/** What `device_name` may be asked for (ListDevices): anything else would be an error instead of an empty list. */
const searchableName = /^[\p{Script=Han}A-Za-z0-9_?'#().,&%@!-]{1,256}$/u;

function assertSpace(spaceId: string): void {
  if (!id36Pattern.test(spaceId)) throw new PlatformError('not_found');
}

const belongs = (device: QueryDeviceSimplify, spaceId: string, productId: string | undefined): boolean =>
  (device.app_id ?? spaceId) === spaceId && (productId === undefined || device.product_id === productId);

const productOf = (product: ProductSummary): Product => ({
  id: product.product_id,
  name: product.name ?? product.product_id,
  deviceType: product.device_type ?? null,
  protocol: product.protocol_type ?? null,
});

const groupOf = (group: DeviceGroup, devices: number): Group => ({
  id: group.group_id,
  name: group.name ?? group.group_id,
  description: group.description || null,
  dynamic: group.group_type?.toUpperCase() === 'DYNAMIC',
  devices,
});
