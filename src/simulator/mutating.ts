/** Damages an answer in one place: the n-th mutation of a seed is always the same one for the same document. */
import { isObject } from './iotda/checks.ts';
import { mix } from './world/random.ts';

/** What may stand where something else belongs. */
const strangers: readonly unknown[] = [
  null,
  true,
  '',
  'Rehearsing',
  '12',
  -1,
  0.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [null],
  { nested: { deeper: ['x', 1] } },
  '19700101T000000Z',
  '99991231T235959Z',
  '长'.repeat(2_000),
  '<img src=x onerror=alert(1)>\u0000\u202E',
];
const ways = ['replace', 'replace', 'remove', 'add'] as const;
type Damage = { way: (typeof ways)[number]; stranger: unknown };

/** One answer in four is damaged as a whole. */
const wholeEvery = 4;

/**
 * An answer, damaged as a whole or each of its documents by itself: a task, and each row of a list. `documents`: how many were damaged, which
 * is how far `nth` goes up.
 */
export function mutatedAnswer(answer: unknown, seed: number, nth: number): { answer: unknown; documents: number } {
  if (!isObject(answer) || mix(seed, nth, 4) % wholeEvery === 0)
    return { answer: mutated(answer, seed, nth), documents: 1 };
  let documents = 0;
  const next = (document: unknown) => {
    documents += 1;
    return mutated(document, seed, nth + documents);
  };
  const fields = Object.entries(answer).map(([name, value]): [string, unknown] => {
    if (Array.isArray(value)) return [name, value.map(next)];
    return [name, isObject(value) && name !== 'page' ? next(value) : value];
  });
  if (documents > 0) return { answer: Object.fromEntries(fields), documents };
  return { answer: mutated(answer, seed, nth), documents: 1 };
}

/** The document with one of its values replaced, taken away, or given a neighbour; the whole document itself is left a JSON value. */
export function mutated(document: unknown, seed: number, nth: number): unknown {
  const way = ways[mix(seed, nth, 2) % ways.length] ?? 'replace';
  const stranger = strangers[mix(seed, nth, 3) % strangers.length];
  const place = mix(seed, nth, 1) % placesIn(document);
  return damage(document, { left: place }, { way, stranger });
}

/** How many values a document has, itself included. */
function placesIn(value: unknown): number {
  return inside(value).reduce<number>((sum, inner) => sum + placesIn(inner), 1);
}

function inside(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** Counts places depth first; the one at which nothing is left is damaged. */
function damage(value: unknown, at: { left: number }, how: Damage): unknown {
  const hit = at.left === 0;
  at.left -= 1;
  if (hit && how.way === 'replace') return how.stranger;
  if (Array.isArray(value)) {
    const rows = value.map((row: unknown) => damage(row, at, how));
    if (!hit) return rows;
    return how.way === 'add' ? [...rows, how.stranger] : rows.slice(1);
  }
  if (!isObject(value)) return hit ? how.stranger : value;
  const fields = Object.entries(value).map(([name, inner]): [string, unknown] => [name, damage(inner, at, how)]);
  if (!hit) return Object.fromEntries(fields);
  return Object.fromEntries(how.way === 'add' ? [...fields, ['newcomer', how.stranger]] : fields.slice(1));
}
