/** Faults that bend a true answer: what a caller that believes everything would trip over. */
import { isObject } from './iotda/checks.ts';
import { mutatedAnswer } from './mutating.ts';
import type { FaultSpec } from './world/faults.ts';

/**
 * Bends the answer of a path as the faults say. Remembers the last row of each path, to repeat it on the next page. `damaged`: how many
 * documents of the answer were.
 */
export type Bender = (
  faults: readonly FaultSpec[],
  path: string,
  body: unknown,
) => { answer: unknown; damaged: number };

const counters: readonly string[] = ['processing', 'success', 'fail_wait_retry', 'removed', 'successCnt', 'timeoutCnt'];
const unknownStatus = 'Rehearsing';

export function createBender(): Bender {
  const lastRows = new Map<string, unknown>();
  let mutations = 0;
  return (faults, path, body) => {
    const has = (kind: FaultSpec['kind']) => faults.some((fault) => fault.kind === kind);
    const repeated = lastRows.get(path);
    const last = rowsOf(body)?.[1].at(-1);
    if (last !== undefined) lastRows.set(path, last);
    let bent = body;
    if (has('repeated-rows') && repeated !== undefined) bent = withRows(bent, (rows) => [repeated, ...rows]);
    if (has('vanished-rows')) bent = withRows(bent, (rows) => rows.slice(0, -1));
    if (has('missing-counters')) bent = mapFields(bent, (name, value) => (counters.includes(name) ? undefined : value));
    if (has('unknown-status')) {
      bent = mapFields(bent, (name, value) => (name === 'status' && typeof value === 'string' ? unknownStatus : value));
    }
    if (has('numbers-as-strings')) {
      bent = mapFields(bent, (_, value) => (typeof value === 'number' ? String(value) : value));
    }
    if (has('unknown-fields')) bent = withUnknownFields(bent);
    const mutation = faults.find((fault) => fault.kind === 'mutated');
    if (mutation !== undefined) {
      const { answer, documents } = mutatedAnswer(bent, mutation.seed ?? 1, mutations);
      mutations += documents;
      return { answer, damaged: documents };
    }
    return { answer: bent, damaged: 0 };
  };
}

/** The list that an answer is about: the name of its field, and its rows. */
function rowsOf(body: unknown): [name: string, rows: unknown[]] | null {
  if (!isObject(body)) return null;
  for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) return [name, value];
  return null;
}

function withRows(body: unknown, change: (rows: unknown[]) => unknown[]): unknown {
  const found = rowsOf(body);
  if (!isObject(body) || found === null) return body;
  return { ...body, [found[0]]: change(found[1]) };
}

/** Every field of every object anew; undefined leaves one out. */
function mapFields(value: unknown, change: (name: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => mapFields(one, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    change(name, mapFields(inner, change)),
  ]);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}

function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (!isObject(value)) return value;
  const known = Object.entries(value).map(([name, inner]): [string, unknown] => [name, withUnknownFields(inner)]);
  return { ...Object.fromEntries(known), rehearsal: { depth: [1, null, 'two'] } };
}
