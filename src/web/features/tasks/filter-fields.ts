import { knownKinds } from '#shared/domain/kinds.ts';
import type { TaskField } from '#shared/domain/task-filter.ts';
import { TaskState } from '#shared/domain/task.ts';
import { Day, DeviceCount, Rate, type TasksSearch } from './tasks-search.ts';

type Key = Exclude<keyof TasksSearch, 'sort' | 'limit' | 'cursor' | 'view'>;
type ListKey = Extract<Key, TaskField | 'state'>;

/** One of several values, a bound, or a yes. */
export type FieldSpec =
  | { field: string; takes: 'values'; key: ListKey; fixed?: readonly string[]; known?: TaskField }
  | { field: string; takes: 'bound'; from?: Key; to?: Key; of: 'day' | 'rate' | 'devices' }
  | { field: string; takes: 'yes'; key: 'attention' };

/** What the list can be filtered by, in the order in which it is offered. */
export const fieldSpecs = [
  { field: 'state', takes: 'values', key: 'state', fixed: TaskState.options },
  { field: 'kind', takes: 'values', key: 'kind', fixed: knownKinds },
  { field: 'attention', takes: 'yes', key: 'attention' },
  { field: 'failed', takes: 'bound', from: 'failedFrom', to: 'failedTo', of: 'devices' },
  { field: 'success', takes: 'bound', from: 'successFrom', to: 'successTo', of: 'rate' },
  { field: 'created', takes: 'bound', from: 'createdFrom', to: 'createdTo', of: 'day' },
  { field: 'failedSince', takes: 'bound', from: 'failedSince', of: 'day' },
  { field: 'creator', takes: 'values', key: 'creator', known: 'creator' },
  { field: 'owner', takes: 'values', key: 'owner', known: 'owner' },
  { field: 'tag', takes: 'values', key: 'tag', known: 'tag' },
  { field: 'space', takes: 'values', key: 'space', known: 'space' },
  { field: 'package', takes: 'values', key: 'package', known: 'package' },
  { field: 'group', takes: 'values', key: 'group', known: 'group' },
] as const satisfies readonly FieldSpec[];
export type Field = (typeof fieldSpecs)[number]['field'];

export const operators = ['is', 'from', 'to'] as const;
export type Operator = (typeof operators)[number];
/** A part of the filter as it is shown: `state is processing or failed`. */
export type Token = { key: Key; field: Field; operator: Operator; values: readonly string[] };

export const specOf = (field: Field) => fieldSpecs.find((spec) => spec.field === field) ?? fieldSpecs[0];

/** Which ways of comparing a field has. */
export function operatorsOf(field: Field): Operator[] {
  const spec: FieldSpec = specOf(field);
  if (spec.takes !== 'bound') return ['is'];
  return spec.to === undefined ? ['from'] : ['from', 'to'];
}

/** The parts of the filter but for the free text, which has a field of its own. */
export function tokensOf(search: TasksSearch): Token[] {
  return fieldSpecs.flatMap((spec: FieldSpec & { field: Field }): Token[] => {
    const token = (key: Key | undefined, operator: Operator): Token[] => {
      const value = key === undefined ? undefined : search[key];
      if (key === undefined || value === undefined) return [];
      return [{ key, field: spec.field, operator, values: Array.isArray(value) ? value : [String(value)] }];
    };
    return spec.takes === 'bound' ? [...token(spec.from, 'from'), ...token(spec.to, 'to')] : token(spec.key, 'is');
  });
}

export const without = (key: Key): Partial<TasksSearch> => ({ [key]: undefined, cursor: undefined });

/** The change that adds a value, or null when it is none. A field with several values gets one more. */
export function withValue(
  search: TasksSearch,
  field: Field,
  operator: Operator,
  text: string,
): Partial<TasksSearch> | null {
  const spec: FieldSpec = specOf(field);
  const value = text.trim();
  if (spec.takes === 'yes') return { [spec.key]: 'yes', cursor: undefined };
  if (spec.takes === 'values') {
    if (value === '' || value.length > 64 || value.includes(',')) return null;
    const present: readonly string[] = search[spec.key] ?? [];
    return { [spec.key]: [...new Set([...present, value])], cursor: undefined };
  }
  const key = operator === 'to' ? spec.to : spec.from;
  const schema = { day: Day, rate: Rate, devices: DeviceCount }[spec.of];
  const parsed = schema.safeParse(value.replace(/\s*%$/, ''));
  return key === undefined || value === '' || !parsed.success ? null : { [key]: parsed.data, cursor: undefined };
}
