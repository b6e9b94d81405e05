import { keepPreviousData } from '@tanstack/react-query';
import type { Package } from '#shared/domain/catalogue.ts';
import { orpc } from './client.ts';
import { given } from './given.ts';

// The server keeps what it read from the platform for a minute; asking sooner gives the same answer.
const staleTime = 60_000;

export const spacesQuery = (connection: string) =>
  orpc.catalogue.spaces.queryOptions({ input: { connection }, staleTime });

export type SpaceRef = { connection: string; spaceId: string };

export const productsQuery = (space: SpaceRef) => orpc.catalogue.products.queryOptions({ input: space, staleTime });

export const productQuery = (product: SpaceRef & { productId: string }) =>
  orpc.catalogue.product.queryOptions({ input: product, staleTime });

export const packagesQuery = (space: SpaceRef & { kind: Package['kind'] }) =>
  orpc.catalogue.packages.queryOptions({ input: space, staleTime });

export const groupsQuery = (space: SpaceRef) => orpc.catalogue.groups.queryOptions({ input: space, staleTime });

export type DevicesFilter = SpaceRef & {
  productId?: string | undefined;
  q?: string | undefined;
  limit?: number;
  cursor?: string | undefined;
};

export const devicesQuery = (filter: DevicesFilter) =>
  orpc.catalogue.devices.queryOptions({ input: given(filter), staleTime, placeholderData: keepPreviousData });
