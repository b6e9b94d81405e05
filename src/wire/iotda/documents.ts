/**
 * `document` of a task, by its type (CreateBatchTask, `document`; the single-device calls name the fields of commands, messages
 * and shadows). What is sent is checked exactly; what comes back is read by {@link UpgradeDocument} alone, the rest is shown raw.
 */
import { z } from 'zod';
import { bag, soft, softTexts, text } from './reading.ts';

/** An upgrade: `package_ids` since SDK 3.1.171, `package_id` on older pages and in answers. Read either. */
export const UpgradeDocument = z.looseObject({ package_ids: softTexts, package_id: soft(text) });
export type UpgradeDocument = z.infer<typeof UpgradeDocument>;

/** A synchronous command, MQTT only: the platform waits 20 s for each device. `paras` is an object, never a text. */
export const CommandDocument = z.strictObject({
  service_id: z.string().max(64).optional(),
  command_name: z.string().max(128).optional(),
  paras: bag,
});
export type CommandDocument = z.infer<typeof CommandDocument>;

/** Seconds that an asynchronous command may wait for its device; 0 or none means a day. */
export const maxExpireSeconds = 172_800;

/** An asynchronous command, NB-IoT only. `expire_time` goes with `delay`; the vendor's example has a 0 without it. */
export const AsyncCommandDocument = z
  .strictObject({
    ...CommandDocument.shape,
    send_strategy: z.enum(['immediately', 'delay']),
    expire_time: z.int().min(0).max(maxExpireSeconds).optional(),
  })
  .refine((document) => (document.expire_time ?? 0) === 0 || document.send_strategy === 'delay');
export type AsyncCommandDocument = z.infer<typeof AsyncCommandDocument>;

const propertyText = z.string().max(128);
/** Properties of MQTT 5 (SendDeviceMessage, `properties`; not named on the page of batch tasks). */
const MessageProperties = z.strictObject({
  correlation_data: propertyText.optional(),
  response_topic: propertyText.optional(),
  user_properties: z
    .array(z.strictObject({ prop_key: propertyText, prop_value: propertyText }))
    .max(20)
    .optional(),
});

/**
 * A message, MQTT only. Of `topic` (below the device's own topics) and `topic_full_name` one at most; neither means the device's
 * message topic. `raw` goes with encoding `none`. A fixed `message_id` is refused the second time a device gets it.
 */
export const MessageDocument = z
  .strictObject({
    message_id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,100}$/)
      .optional(),
    name: z.string().max(128).optional(),
    message: z.union([z.string(), bag]),
    encoding: z.enum(['none', 'base64']).optional(),
    payload_format: z.enum(['standard', 'raw']).optional(),
    topic: z.string().max(128).optional(),
    topic_full_name: z.string().max(128).optional(),
    ttl: z.int().min(0).max(1440).multipleOf(5).optional(),
    properties: MessageProperties.optional(),
  })
  .refine((document) => document.topic === undefined || document.topic_full_name === undefined)
  .refine((document) => document.payload_format !== 'raw' || document.encoding !== 'base64');
export type MessageDocument = z.infer<typeof MessageDocument>;

/** Entries of a shadow document, and the characters of the whole of it as JSON. */
const shadowLimits = { services: 5, characters: 10_240 } as const;

const desiredKey = /^[^.$\0]+$/;
/** Desired values of a shadow: one level deep; `{}` clears, `null` removes one property. `version` must be the present one. */
export const ShadowDocument = z
  .strictObject({
    shadow: z
      .array(
        z.strictObject({
          service_id: z.string().min(1).max(64),
          desired: z.record(z.string().regex(desiredKey), z.unknown()),
          version: z.int().min(0).optional(),
        }),
      )
      .min(1)
      .max(shadowLimits.services),
  })
  .refine(({ shadow }) => new Set(shadow.map((entry) => entry.service_id)).size === shadow.length)
  .refine((document) => JSON.stringify(document).length <= shadowLimits.characters);
export type ShadowDocument = z.infer<typeof ShadowDocument>;
