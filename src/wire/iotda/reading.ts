/**
 * Bricks of a tolerant reader, used by every response schema: what the platform adds, misspells or sends as the
 * neighbouring JSON type must not stop a page from opening. Fields that identify something stay strict.
 */
import { z } from 'zod';

/** A text, also when it arrives as a number or a boolean. */
export const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** A non-empty text that identifies something: an answer without it is a broken answer. */
export const id = text.pipe(z.string().min(1));

/** A whole number from 0 up, also when it arrives as digits in a string. */
export const whole = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** A boolean, also when it arrives as the words true and false. */
export const flag = z.union([z.boolean(), z.literal(['true', 'false']).transform((word) => word === 'true')]);

/** A JSON object with any content. */
export const bag = z.record(z.string(), z.unknown());

/** A JSON object, also when it arrives as its own text: the vendor's samples send documents that way. */
export const bagOrText = z.union([bag, z.string().transform(objectIn).pipe(bag)]);

/** An optional field of a response: absent, null and unreadable are all "not there". */
export const soft = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .union([schema, z.null().transform(() => undefined)])
    .optional()
    .catch(undefined);

/** A text list of a response: absent and unreadable are "not there", an entry of another type becomes text. */
export const softTexts = soft(z.array(text));

function objectIn(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}
