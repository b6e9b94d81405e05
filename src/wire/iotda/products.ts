/** Products: ListProducts, and ShowProduct with the service model. */
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

/**
 * What a parameter and a property have in common; `min` and `max` are strings (ShowProduct, table of ServiceCommandPara).
 * `data_type`: int, long, decimal, string, DateTime, jsonObject, enum, boolean, `string list` (with a space).
 */
const value = {
  data_type: soft(text),
  required: soft(flag),
  enum_list: softTexts,
  min: soft(text),
  max: soft(text),
  max_length: soft(whole),
  step: soft(z.union([z.number(), z.string().transform(Number).pipe(z.number())])),
  unit: soft(text),
  description: soft(text),
};
const ServiceCommandPara = z.looseObject({ para_name: id, ...value });

/** A property; `method` is one of RWE, RW, RE, WE, E, W, R, and shadows go down only where it contains W. */
const ServiceProperty = z.looseObject({
  property_name: id,
  method: soft(text),
  default_value: z.unknown().optional(),
  ...value,
});

const ServiceCommandResponse = z.looseObject({ response_name: soft(text), paras: soft(z.array(ServiceCommandPara)) });
const ServiceCommand = z.looseObject({
  command_name: id,
  paras: soft(z.array(ServiceCommandPara)),
  responses: soft(z.array(ServiceCommandResponse)),
});
const ServiceEvent = z.looseObject({ event_type: soft(text), paras: soft(z.array(ServiceCommandPara)) });

/** A service of a product model (ShowProduct, table of ServiceCapability). `option` is Master, Mandatory or Optional. */
export const ServiceCapability = z.looseObject({
  service_id: id,
  service_type: soft(text),
  properties: soft(z.array(ServiceProperty)),
  commands: soft(z.array(ServiceCommand)),
  events: soft(z.array(ServiceEvent)),
  description: soft(text),
  option: soft(text),
});
export type ServiceCapability = z.infer<typeof ServiceCapability>;

/** Answer of `GET /products/{product_id}`. */
export const ShowProductResponse = z.looseObject({
  ...ProductSummary.shape,
  service_capabilities: soft(z.array(ServiceCapability)),
});
export type ShowProductResponse = z.infer<typeof ShowProductResponse>;
