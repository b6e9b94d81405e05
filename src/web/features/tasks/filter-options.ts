import {
  fieldSpecs,
  type Field,
  type FieldSpec,
  type Operator,
  operatorsOf,
  specOf,
  withValue,
} from './filter-fields.ts';
import type { TasksSearch } from './tasks-search.ts';

/** How far the reader has got: which field, compared how. */
export type Step = { field: Field | null; operator: Operator | null };
export const firstStep: Step = { field: null, operator: null };

export type Option =
  | { is: 'field'; field: Field }
  | { is: 'operator'; field: Field; operator: Operator }
  | { is: 'value'; field: Field; operator: Operator; value: string; change: Partial<TasksSearch> };

const mostShown = 30;

/** Where choosing a field leads: straight to its values where it can be compared in one way only. */
export function stepTo(field: Field): Step {
  const [only, ...more] = operatorsOf(field);
  return { field, operator: more.length === 0 ? (only ?? 'is') : null };
}

type Names = {
  fieldName(field: Field): string;
  operatorName(field: Field, operator: Operator): string;
  valueName(field: Field, value: string): string;
};

/** What is offered at a step for what was typed so far. `known` are the values that the field is known to have. */
export function optionsAt(
  step: Step,
  typed: string,
  known: readonly string[],
  search: TasksSearch,
  { fieldName, operatorName, valueName }: Names,
): Option[] {
  const words = typed.trim().toLowerCase();
  const fits = (name: string) => name.toLowerCase().includes(words);
  const { field, operator } = step;
  if (field === null) {
    const fields = fieldSpecs.filter((spec) => fits(fieldName(spec.field)));
    const values = words === '' ? [] : fixedValues(search).filter(({ field: of, value }) => fits(valueName(of, value)));
    return [...values, ...fields.map((spec): Option => ({ is: 'field', field: spec.field }))].slice(0, mostShown);
  }
  if (operator === null) {
    return operatorsOf(field)
      .filter((one) => fits(operatorName(field, one)))
      .map((one): Option => ({ is: 'operator', field, operator: one }));
  }
  const spec: FieldSpec = specOf(field);
  const written = withValue(search, field, operator, typed);
  const suggested =
    spec.takes === 'values' ? (spec.fixed ?? known) : spec.takes === 'bound' && spec.of === 'day' ? ['today'] : [];
  const present: readonly string[] = spec.takes === 'values' ? (search[spec.key] ?? []) : [];
  const options = suggested
    .filter((value) => !present.includes(value) && (fits(valueName(field, value)) || fits(value)))
    .slice(0, mostShown)
    .flatMap((value) => valueOption(search, field, operator, value));
  // A field whose values are all known takes no other; the rest take what was typed.
  const takesOthers = !(spec.takes === 'values' && spec.fixed !== undefined);
  const isListed = options.some((option) => option.is === 'value' && option.value === typed.trim());
  if (!takesOthers || written === null || isListed || words === '') return options;
  // What is known stands first: Enter after a part of a name means the one that has it.
  return [...options, { is: 'value', field, operator, value: typed.trim(), change: written }];
}

function valueOption(search: TasksSearch, field: Field, operator: Operator, value: string): Option[] {
  const change = withValue(search, field, operator, value);
  return change === null ? [] : [{ is: 'value', field, operator, value, change }];
}

/** Values that are known without asking: typing "running" is enough to filter by it. */
const fixedValues = (search: TasksSearch) =>
  fieldSpecs.flatMap((spec: FieldSpec & { field: Field }) => {
    if (spec.takes === 'yes') return [];
    const fixed = spec.takes === 'values' ? (spec.fixed ?? []) : [];
    return fixed
      .flatMap((value) => valueOption(search, spec.field, 'is', value))
      .filter((option) => option.is === 'value');
  });
