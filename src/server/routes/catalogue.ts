import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';

export const catalogue = {
  spaces: api.catalogue.spaces.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const connected = connectedTo(context, input.connection);
    return { spaces: await context.catalogue.spaces(connected) };
  }),

  products: api.catalogue.products.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const connected = connectedTo(context, input.connection);
    return { products: await context.catalogue.products(connected, input.spaceId) };
  }),

  product: api.catalogue.product.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const { connection, ...asked } = input;
    return context.catalogue.product(connectedTo(context, connection), asked);
  }),

  packages: api.catalogue.packages.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const connected = connectedTo(context, input.connection);
    const packages = await context.catalogue.packages(connected, input);
    return { packages: packages.toSorted((one, other) => (other.createdAt ?? 0) - (one.createdAt ?? 0)) };
  }),

  groups: api.catalogue.groups.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const connected = connectedTo(context, input.connection);
    return { groups: await context.catalogue.groups(connected, input.spaceId) };
  }),

  devices: api.catalogue.devices.use(may('catalogue.read')).handler(async ({ input, context }) => {
    const connected = connectedTo(context, input.connection);
    const { connection: _, cursor, ...query } = input;
    const page = await context.catalogue.devices(connected, { ...query, marker: cursor ?? null });
    return { devices: page.rows, total: page.total, nextCursor: page.marker };
  }),
};
