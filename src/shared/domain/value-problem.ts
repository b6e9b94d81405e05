import type { z } from 'zod';
import type { ValueModel } from './product-model.ts';

type Json = z.core.util.JSONType;

/** Why a value does not suit its model: closed codes, worded by the catalogues. */
export const valueProblems = [
  'value_missing',
  'value_wrong_type',
  'value_too_small',
  'value_too_large',
  'value_too_long',
  'value_not_a_choice',
] as const;
export type ValueProblem = (typeof valueProblems)[number];

// yyyyMMdd'T'HHmmss'Z', the only form in which the platform writes a time.
const basicTime = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ$/;

const suits: Record<string, (value: Json) => boolean> = {
  int: (value) => Number.isSafeInteger(value),
  long: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  string: (value) => typeof value === 'string',
  enum: (value) => typeof value === 'string',
  DateTime: (value) => typeof value === 'string' && basicTime.test(value),
  boolean: (value) => typeof value === 'boolean',
  jsonObject: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'string list': (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

/**
 * Why a command's parameter or a shadow's property cannot have this value, or null. A type that this version does not know takes
 * anything. (ShowProduct: ServiceCommandPara and ServiceProperty; `min` and `max` are decimal texts)
 */
export function valueProblem(model: ValueModel, value: Json | undefined): ValueProblem | null {
  if (value === undefined) return model.required ? 'value_missing' : null;
  if (Object.hasOwn(suits, model.dataType) && suits[model.dataType]?.(value) === false) return 'value_wrong_type';
  if (typeof value === 'number') return boundsProblem(model, value);
  if (typeof value !== 'string') return null;
  if (model.choices.length > 0 && !model.choices.includes(value)) return 'value_not_a_choice';
  return model.maxLength !== null && model.maxLength > 0 && [...value].length > model.maxLength
    ? 'value_too_long'
    : null;
}

function boundsProblem({ min, max }: ValueModel, value: number): ValueProblem | null {
  const least = boundOf(min);
  const most = boundOf(max);
  if (least !== null && value < least) return 'value_too_small';
  return most !== null && value > most ? 'value_too_large' : null;
}

/** A bound as a number; what is not a number bounds nothing. */
export function boundOf(text: string | null): number | null {
  const bound = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(bound) ? bound : null;
}
