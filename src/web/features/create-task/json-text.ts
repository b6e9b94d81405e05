import { JsonObject } from '#shared/domain/document.ts';

export type JsonText =
  | { value: JsonObject; problem: null }
  | { value: null; problem: 'json_invalid' | 'json_not_object' };

/** The object that a text stands for; an empty text is an empty object. */
export function readJsonObject(text: string): JsonText {
  if (text.trim() === '') return { value: {}, problem: null };
  try {
    const parsed = JsonObject.safeParse(JSON.parse(text));
    return parsed.success ? { value: parsed.data, problem: null } : { value: null, problem: 'json_not_object' };
  } catch {
    return { value: null, problem: 'json_invalid' };
  }
}

export const jsonText = (value: JsonObject): string => JSON.stringify(value, null, 2);

/** The object with one value set, or without it where `value` is undefined. */
export function withValue(object: JsonObject, name: string, value: JsonObject[string] | undefined): JsonObject {
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
