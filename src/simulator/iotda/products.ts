/** ListProducts and ShowProduct. */
import type { ProductSummary } from '#wire/iotda/products.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import type { Product } from '#simulator/world/catalogue.ts';
import { recordId, recordPrefix } from '#simulator/world/record-id.ts';
import type { World } from '#simulator/world/world.ts';
import { type Handler, ok } from './call.ts';
import { idPattern, spaceAt, spaceIndex, spaceParam } from './checks.ts';
import { required, textField } from './fields.ts';
import { pageOf, readPaging } from './paging.ts';
import { guess } from './refusal.ts';

export const listProducts: Handler = ({ world, query }) => {
  const space = spaceParam(world, query);
  const name = query.get('product_name');
  const all = world.fleet.catalogue.products;
  const matching = all.filter(
    (product) => (space === undefined || product.space === space) && (name === null || product.name === name),
  );
  const idOf = (product: Product) => recordId(recordPrefix(product.createdMs, '000001'), all.indexOf(product));
  const { rows, page } = pageOf(matching, readPaging(query), idOf);
  return ok({ products: rows.map((product) => productBody(world, product)), page });
};

export const showProduct: Handler = ({ world, params, query }) => {
  const space = spaceParam(world, query);
  const product = world.fleet.catalogue.products.find(
    (one) => one.productId === params['product_id'] && (space === undefined || one.space === space),
  );
  if (product === undefined) throw guess('no product');
  return ok({ ...productBody(world, product), service_capabilities: product.services });
};

/** The product that a body names by `app_id` and `product_id`: its index. */
export function productField(world: World, body: Record<string, unknown>): number {
  const space = spaceIndex(world, required(textField(body, 'app_id', 36, idPattern), 'app_id'));
  const productId = required(textField(body, 'product_id', 36, idPattern), 'product_id');
  const product = world.fleet.catalogue.products.findIndex((one) => one.productId === productId && one.space === space);
  if (product < 0) throw guess('no product');
  return product;
}

function productBody(world: World, product: Product): ProductSummary {
  const space = spaceAt(world, product.space);
  return {
    app_id: space.appId,
    app_name: space.name,
    product_id: product.productId,
    name: product.name,
    device_type: product.deviceType,
    protocol_type: product.protocol,
    data_format: 'json',
    manufacturer_name: product.manufacturer,
    industry: product.industry,
    description: product.description,
    create_time: formatBasicTime(product.createdMs),
  };
}
