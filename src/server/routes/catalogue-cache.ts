import type { Device, Group, Package, Product, Space } from '#shared/domain/catalogue.ts';
import type { ProductModel } from '#shared/domain/product-model.ts';
import type { Clock } from '#server/clock.ts';
import type { Connected } from '#server/context.ts';
import { type Page, PlatformError } from '#server/platform/port.ts';

const keptMs = 60_000;
const keptEntries = 500;

type DeviceQuery = {
  spaceId: string;
  productId?: string | undefined;
  q?: string | undefined;
  marker: string | null;
  limit: number;
};

/** What the platform offers to choose from, asked at most once a minute for the same question, however many people choose. */
export type CatalogueCache = {
  spaces(of: Connected): Promise<Space[]>;
  products(of: Connected, spaceId: string): Promise<Product[]>;
  /** With its model. `not_found` also where the platform tells nothing of models. */
  product(of: Connected, input: { spaceId: string; productId: string }): Promise<ProductModel>;
  packages(of: Connected, input: { spaceId: string; kind: Package['kind'] }): Promise<Package[]>;
  groups(of: Connected, spaceId: string): Promise<Group[]>;
  devices(of: Connected, query: DeviceQuery): Promise<Page<Device>>;
};

/** Rejects with the platform's error, which is not kept. */
export function createCatalogueCache(clock: Pick<Clock, 'now'>): CatalogueCache {
  const entries = new Map<string, { at: number; answer: Promise<unknown> }>();
  const call = { lane: 'reader' } as const;

  function once<T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T> {
    const name = JSON.stringify(key);
    const known = entries.get(name);
    // The key says which question it is, hence what its answer is.
    if (known && clock.now() - known.at < keptMs) return known.answer as Promise<T>;
    entries.delete(name);
    const answer = ask();
    const entry = { at: clock.now(), answer };
    entries.set(name, entry);
    answer.catch(() => entries.get(name) === entry && entries.delete(name));
    for (const oldest of entries.keys()) {
      if (entries.size <= keptEntries) break;
      entries.delete(oldest);
    }
    return answer;
  }

  return {
    spaces: (of) => once([of.id, 'spaces'], () => of.platform.listSpaces(call)),
    products: (of, spaceId) => once([of.id, 'products', spaceId], () => of.platform.listProducts(spaceId, call)),
    product: (of, { spaceId, productId }) =>
      once([of.id, 'product', spaceId, productId], async () => {
        if (of.platform.inventory === undefined) throw new PlatformError('not_found');
        return of.platform.inventory.showProduct({ spaceId, productId }, call);
      }),
    packages: (of, { spaceId, kind }) =>
      once([of.id, 'packages', spaceId, kind], () => of.platform.listPackages({ spaceId, kind }, call)),
    groups: (of, spaceId) => once([of.id, 'groups', spaceId], () => of.platform.listGroups(spaceId, call)),
    devices: (of, { spaceId, productId, q, marker, limit }) =>
      once([of.id, 'devices', spaceId, productId ?? null, q ?? null, marker, limit], () =>
        of.platform.listDevices(
          {
            spaceId,
            marker,
            limit,
            ...(productId === undefined ? {} : { productId }),
            ...(q === undefined ? {} : { q }),
          },
          call,
        ),
      ),
  };
}
