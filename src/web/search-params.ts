import { z } from 'zod';

/**
 * Search parameters as people read them: plain text, lists with commas, nothing for what is not set. The router's own form is
 * JSON, which chat programs cut.
 */
export function writeSearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const text = Array.isArray(value) ? value.join(',') : textOf(value);
    if (text !== '') params.set(name, text);
  }
  // Commas and slashes may stand in a query as they are.
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** Every value as text; the schemas of the routes make of it what they need. */
export const readSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

/** Text of at most `length` characters; nothing when empty. */
export const textParam = (length: number) => z.string().trim().min(1).max(length).optional().catch(undefined);

/** One of a closed list. */
export const choiceParam = <const Value extends string>(values: readonly Value[]) =>
  z.enum(values).optional().catch(undefined);

/** Several of a closed list, written with commas; those not in the list are left out. */
export const listParam = <const Value extends string>(values: readonly Value[]) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',') : value),
      z.array(z.string()).transform((chosen) => values.filter((value) => chosen.includes(value))),
    )
    .catch([]);

/** A whole number within bounds. */
export const numberParam = (min: number, max: number, otherwise: number) =>
  z.coerce.number().pipe(z.int().min(min).max(max)).default(otherwise).catch(otherwise);
