/** Products: ListProducts, and the service model that ShowProduct adds. */
import { z } from 'zod';
import { Page } from './paging.ts';
import { flag, id, soft, softTexts, text, whole } from './reading.ts';

/** A product in a list (ListProducts, table of ProductSummary). */
export const ProductSummary = z.looseObject({
  product_id: id,
  app_id: soft(text),
  app_name: soft(text),
  name: soft(text),
  device_type: soft(text),
  protocol_type: soft(text),
  data_format: soft(text),
  manufacturer_name: soft(text),
  industry: soft(text),
  description: soft(text),
  create_time: soft(text),
});
export type ProductSummary = z.infer<typeof ProductSummary>;

/** Answer of `GET /products`. */
export const ListProductsResponse = z.looseObject({ products: z.array(ProductSummary), page: soft(Page) });
export type ListProductsResponse = z.infer<typeof ListProductsResponse>;

/** One parameter of a command or one property; `min` and `max` are strings (ShowProduct, table of ServiceCommandPara). */
const value = {
  data_type: soft(text),
  required: soft(flag),
  enum_list: softTexts,
  min: soft(text),
  max: soft(text),
  max_length: soft(whole),
  step: soft(z.union([z.number(), z.string().transform(Number)])),
  unit: soft(text),
  description: soft(text),
};
const ServiceCommandPara = z.looseObject({ para_name: id, ...value });

/** A property; `method` is one of RWE, RW, RE, WE, E, W, R, and shadows go down only where it contains W. */
const ServiceProperty = z.looseObject({ property_name: id, method: soft(text), ...value });

const ServiceCommand = z.looseObject({ command_name: id, paras: soft(z.array(ServiceCommandPara)) });

/** A service of a product model (ShowProduct, table of ServiceCapability). */
export const ServiceCapability = z.looseObject({
  service_id: id,
  service_type: soft(text),
  properties: soft(z.array(ServiceProperty)),
  commands: soft(z.array(ServiceCommand)),
  description: soft(text),
  option: soft(text),
});
export type ServiceCapability = z.infer<typeof ServiceCapability>;
