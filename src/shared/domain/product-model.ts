import { z } from 'zod';

/** What a value of a command or a property may be. Bounds are decimal texts, as exact as the platform keeps them. */
export const ValueModel = z
  .object({
    name: z.string(),
    /** int, long, decimal, string, DateTime, jsonObject, enum, boolean, `string list`, or something newer. */
    dataType: z.string(),
    required: z.boolean(),
    choices: z.array(z.string()),
    min: z.string().nullable(),
    max: z.string().nullable(),
    maxLength: z.number().nullable(),
    step: z.number().nullable(),
    unit: z.string().nullable(),
    description: z.string().nullable(),
  })
  .meta({ id: 'ValueModel' });
export type ValueModel = z.infer<typeof ValueModel>;

export const CommandModel = z
  .object({ name: z.string(), parameters: z.array(ValueModel) })
  .meta({ id: 'CommandModel' });
export type CommandModel = z.infer<typeof CommandModel>;

export const PropertyModel = ValueModel.extend({ readable: z.boolean(), writable: z.boolean() }).meta({
  id: 'PropertyModel',
});
export type PropertyModel = z.infer<typeof PropertyModel>;

/** A service of a product: what commands and shadows of its devices can carry. */
export const ServiceModel = z
  .object({
    id: z.string(),
    description: z.string().nullable(),
    commands: z.array(CommandModel),
    properties: z.array(PropertyModel),
  })
  .meta({ id: 'ServiceModel' });
export type ServiceModel = z.infer<typeof ServiceModel>;

/** A product with all that its devices understand. (ShowProduct) */
export const ProductModel = z
  .object({
    id: z.string(),
    name: z.string(),
    spaceId: z.string().nullable(),
    /** MQTT, CoAP, … decides which commands and messages reach its devices. */
    protocol: z.string().nullable(),
    dataFormat: z.string().nullable(),
    services: z.array(ServiceModel),
  })
  .meta({ id: 'ProductModel' });
export type ProductModel = z.infer<typeof ProductModel>;
