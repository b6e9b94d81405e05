import { z } from 'zod';

/** Plain JSON as an object: the parameters of a command, the desired values of a shadow, extra information. */
export const JsonObject = z.record(z.string(), z.json());
export type JsonObject = z.infer<typeof JsonObject>;

/** A text that a person may leave empty. Its limit is a rule with a sentence of its own; this one only keeps out nonsense. */
const text = z.string().max(4_096);
const id = z.string().regex(/^[A-Za-z0-9_-]{0,36}$/);

/** A command. Its service and name come from the model of `productId`, or are free where that is null. */
export const CommandDocument = z.strictObject({
  productId: id.nullable(),
  serviceId: text,
  name: text,
  parameters: JsonObject,
});
export type CommandDocument = z.infer<typeof CommandDocument>;

/** A message to MQTT devices. Empty texts and null mean that the platform's default holds. */
export const MessageDocument = z.strictObject({
  /** Text, or JSON that is passed on as such. */
  content: z.union([z.string().max(2_000_000), JsonObject]),
  name: text,
  encoding: z.enum(['none', 'base64']),
  format: z.enum(['standard', 'raw']),
  /** `own` is below the topics of each device, `full` is taken as it is, `default` is the message topic of each device. */
  topic: z.strictObject({ kind: z.enum(['default', 'own', 'full']), name: text }),
  /** How long the platform keeps it for a device that is offline, in minutes; 0 does not keep it. */
  ttlMinutes: z.int().nullable(),
  correlationData: text,
  responseTopic: text,
  userProperties: z.array(z.strictObject({ key: text, value: text })).max(1_000),
});
export type MessageDocument = z.infer<typeof MessageDocument>;

/** Desired values of one service; `{}` clears them, null removes one. `version` is the shadow's present one, or null. */
export const ShadowEntry = z.strictObject({ serviceId: text, desired: JsonObject, version: z.int().nullable() });
export type ShadowEntry = z.infer<typeof ShadowEntry>;

/** What a task carries to its devices, by the kind's `document`. (CreateBatchTask, document) */
export const TaskDocument = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('package'), packageId: id }),
  z.strictObject({ type: z.literal('command'), command: CommandDocument }),
  z.strictObject({
    type: z.literal('async_command'),
    command: CommandDocument,
    /** How long the platform waits for a device, in seconds; 0 is a day, null sends at once. */
    keepForSeconds: z.int().nullable(),
  }),
  z.strictObject({ type: z.literal('message'), message: MessageDocument }),
  z.strictObject({
    type: z.literal('shadow'),
    /** The product whose model names the services; null where they are free. */
    productId: id.nullable(),
    shadows: z.array(ShadowEntry).max(100),
  }),
]);
export type TaskDocument = z.infer<typeof TaskDocument>;
