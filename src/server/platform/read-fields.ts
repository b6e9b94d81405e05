import type { z } from 'zod';
import type { NotCarried } from '#shared/domain/brought.ts';
import { JsonObject } from '#shared/domain/document.ts';
import { bag } from '#wire/iotda/reading.ts';
import { hidden } from './redact.ts';

type Note = NotCarried['code'];

/** The fields of an object, taken one by one; what nobody has taken in the end, and what could not be read, is noted. */
export type Fields = {
  /** The value in this form; undefined where there is none, or one in another form, which is noted. */
  take<Form extends z.ZodType>(name: string, form: Form): z.output<Form> | undefined;
  /** An object of free content, without the values that the console keeps from everybody. */
  free(name: string): JsonObject | undefined;
  /** The fields of an object inside. */
  inside(name: string, form?: z.ZodType<Record<string, unknown>>): Fields | undefined;
  /** Those of an object in a list that was taken. */
  of(entry: Record<string, unknown>, name: string): Fields;
  isText(name: string): boolean;
  note(code: Note, name: string): void;
  /** Notes what nobody has taken. */
  end(): void;
};

/** `path` is what stands before the names in notes, its dot included. */
export function readFields(object: Record<string, unknown>, notes: NotCarried[], path = ''): Fields {
  const left = new Set(Object.keys(object).filter((name) => !isNothing(object[name])));
  const note = (code: Note, name: string) => {
    left.delete(name);
    notes.push({ code, at: cut(path + name) });
  };
  function take<Form extends z.ZodType>(name: string, form: Form): z.output<Form> | undefined {
    if (!left.delete(name)) return undefined;
    const value = object[name];
    if (value === hidden) return (note('secret_removed', name), undefined);
    const read = form.safeParse(value);
    if (!read.success) note('unreadable_field', name);
    return read.data;
  }
  return {
    take,
    note,
    free(name) {
      const value = take(name, JsonObject);
      if (value === undefined) return undefined;
      const kept = withoutHidden(value, notes, `${path}${name}.`);
      // It was an object, and only entries were taken out.
      return kept as JsonObject;
    },
    inside(name, form = bag) {
      const value = take(name, form);
      return value === undefined ? undefined : readFields(value, notes, `${path}${name}.`);
    },
    of: (entry, name) => readFields(entry, notes, `${path}${name}.`),
    isText: (name) => typeof object[name] === 'string',
    end() {
      for (const name of left) note('unknown_field', name);
    },
  };
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

const longest = 200;
/** A name from elsewhere can be of any length. */
const cut = (name: string): string => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** A copy without what was kept back; of a list, the entry becomes null, so that the others keep their places. */
function withoutHidden(value: z.core.util.JSONType, notes: NotCarried[], path: string): z.core.util.JSONType {
  if (Array.isArray(value))
    return value.map((entry, at) =>
      isHidden(entry, `${path}${at}`) ? null : withoutHidden(entry, notes, `${path}${at}.`),
    );
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name, entry]) => !isHidden(entry, path + name));
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutHidden(entry, notes, `${path}${name}.`)]));

  function isHidden(entry: unknown, at: string): boolean {
    if (entry === hidden) notes.push({ code: 'secret_removed', at: cut(at) });
    return entry === hidden;
  }
}
