/** Fields of a JSON body: each reads one, or refuses it with IOTDA.000006. */
import { isObject } from './checks.ts';
import { invalid } from './refusal.ts';

type Body = Record<string, unknown>;

/** A text of 1 to `max` characters; absent (or null) = undefined. */
export function textField(body: Body, name: string, max: number, pattern?: RegExp): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > max || pattern?.test(value) === false) {
    throw invalid(`${name} is malformed or too long.`);
  }
  return value;
}

export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined || value === '') throw invalid(`${name} is missing.`);
  return value;
}

export function wholeField(body: Body, name: string, min: number, max: number): number | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalid(`${name} is out of range.`);
  }
  return value;
}

export function choiceField<Choice extends string>(
  body: Body,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = body[name] ?? undefined;
  const choice = choices.find((one) => one === value);
  if (value !== undefined && choice === undefined) throw invalid(`${name} is unknown.`);
  return choice;
}

export function objectField(body: Body, name: string): Body | undefined {
  const value = body[name] ?? undefined;
  if (value !== undefined && !isObject(value)) throw invalid(`${name} is no object.`);
  return value;
}
