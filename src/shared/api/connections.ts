import { z } from 'zod';
import { Device, Group, Package, Product, Space } from '#shared/domain/catalogue.ts';
import { Connection } from '#shared/domain/connection.ts';
import { ProductModel } from '#shared/domain/product-model.ts';
import { DeviceSearch, Walk } from '#shared/domain/device-search.ts';
import { connectionInput, cursor, limit, procedure } from './procedure.ts';

const spaceId = z.string().regex(/^[A-Za-z0-9_-]{1,36}$/);
const page = { nextCursor: z.string().nullable(), total: z.int().min(0) };

export const connections = {
  list: procedure
    .route({
      method: 'GET',
      path: '/connections',
      summary: 'Platforms this console is connected to, and how they answer',
    })
    .output(z.object({ connections: z.array(Connection) })),
};

/** What can be chosen when a task is made. Read from the platform when asked, and kept for a minute. */
export const catalogue = {
  spaces: procedure
    .route({ method: 'GET', path: '/connections/{connection}/spaces', summary: 'Resource spaces' })
    .input(connectionInput)
    .output(z.object({ spaces: z.array(Space) })),
  products: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/products',
      summary: 'Products of a space',
    })
    .input(connectionInput.extend({ spaceId }))
    .output(z.object({ products: z.array(Product) })),
  product: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/products/{productId}',
      summary: 'What the devices of a product understand: commands and properties',
    })
    .input(connectionInput.extend({ spaceId, productId: spaceId }))
    .output(ProductModel),
  packages: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/packages',
      summary: 'Packages of a space, newest first',
    })
    .input(connectionInput.extend({ spaceId, kind: z.enum(['firmware', 'software', 'module']) }))
    .output(z.object({ packages: z.array(Package) })),
  groups: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/groups',
      summary: 'Device groups of a space with their size',
    })
    .input(connectionInput.extend({ spaceId }))
    .output(z.object({ groups: z.array(Group) })),
  devices: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/devices',
      summary: 'Devices of a space by product, name or id',
    })
    .input(
      connectionInput.extend({
        spaceId,
        productId: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,36}$/)
          .optional(),
        /** A device id, node id or device name, whole. */
        q: z.string().max(256).optional(),
        limit: limit.default(50),
        cursor,
      }),
    )
    .output(z.object({ devices: z.array(Device), ...page })),
  search: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/matching-devices',
      summary: 'Devices of a space by product, group, version, status, tag or the beginning of a name',
    })
    .input(connectionInput.extend({ ...DeviceSearch.shape, cursor }))
    .output(z.object({ devices: z.array(Device), nextCursor: z.string().nullable() })),
  count: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/matching-devices/count',
      summary: 'How many devices such a search finds',
    })
    .input(connectionInput.extend(DeviceSearch.shape))
    .output(z.object({ devices: z.int().min(0) })),
  walk: procedure
    .route({
      method: 'GET',
      path: '/connections/{connection}/device-walk',
      summary: 'Ids of the devices of a group or of a search, as many as a few seconds bring',
    })
    .input(connectionInput.extend({ ...Walk.shape, cursor }))
    .output(z.object({ deviceIds: z.array(z.string()), nextCursor: z.string().nullable() })),
};
