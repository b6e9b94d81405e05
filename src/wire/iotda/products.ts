/** Products: ListProducts and ShowProduct. */
import { z } from 'zod';
import { AppId } from './identifiers.ts';
import { Page, PageQuery } from './paging.ts';
import { flag, id, soft, softTexts, text, whole } from './reading.ts';

/** `protocol_type`, an open enum. Commands and messages work with MQTT only, asynchronous commands with CoAP only. */
export const protocolTypes = [
  'MQTT',
  'CoAP',
  'HTTP',
  'HTTPS',
  'Modbus',
  'ONVIF',
  'OPC-UA',
  'OPC-DA',
  'Other',
  'TCP',
  'UDP',
] as const;

/** `data_type` of a parameter or property, an open enum; `string list` has a space. */
export const dataTypes = [
  'int',
  'long',
  'decimal',
  'string',
  'DateTime',
  'jsonObject',
  'enum',
  'boolean',
  'string list',
] as const;

/** Query of `GET /products`. */
export const ListProductsQuery = PageQuery.extend({
  app_id: AppId.optional(),
  product_name: z.string().min(1).max(64).optional(),
});
export type ListProductsQuery = z.infer<typeof ListProductsQuery>;

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
export const ServiceCommandPara = z.looseObject({ para_name: id, ...value });
export type ServiceCommandPara = z.infer<typeof ServiceCommandPara>;

/** A property; `method` is one of RWE, RW, RE, WE, E, W, R, and shadows go down only where it contains W. */
export const ServiceProperty = z.looseObject({ property_name: id, method: soft(text), ...value });
export type ServiceProperty = z.infer<typeof ServiceProperty>;

export const ServiceCommand = z.looseObject({ command_name: id, paras: soft(z.array(ServiceCommandPara)) });
export type ServiceCommand = z.infer<typeof ServiceCommand>;

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

/** Answer of `GET /products/{product_id}`: the product with its service model. */
export const ShowProductResponse = ProductSummary.extend({ service_capabilities: soft(z.array(ServiceCapability)) });
export type ShowProductResponse = z.infer<typeof ShowProductResponse>;
