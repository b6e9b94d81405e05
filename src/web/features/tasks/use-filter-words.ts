import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isKnownKind } from '#shared/domain/kinds.ts';
import { TaskState } from '#shared/domain/task.ts';
import { NamedThing } from '#shared/domain/names.ts';
import { namesQuery } from '#web/api/names.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { type Field, type Operator, specOf, tokensOf, type FieldSpec } from './filter-fields.ts';
import type { TasksSearch } from './tasks-search.ts';

/** Whether the filter has ids in it that people know by a name. */
export const hasNames = (search: TasksSearch): boolean =>
  NamedThing.options.some((thing) => search[thing] !== undefined);

/** The filter in the reader's words. Names are asked for where there is something to name. */
export function useFilterWords(connection: string, named: boolean) {
  const { t } = useTranslation('tasks');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const { data: names } = useQuery({ ...namesQuery(connection), enabled: named });

  const fieldName = (field: Field) => t(($) => $.filter.field[field]);
  const operatorName = (field: Field, operator: Operator) => {
    if (operator === 'is') return t(($) => $.filter.operator.is);
    const spec: FieldSpec = specOf(field);
    const isDay = spec.takes === 'bound' && spec.of === 'day';
    if (operator === 'from') return isDay ? t(($) => $.filter.operator.since) : t(($) => $.filter.operator.from);
    return isDay ? t(($) => $.filter.operator.until) : t(($) => $.filter.operator.to);
  };
  const valueName = (field: Field, value: string) => {
    if (field === 'kind') return isKnownKind(value) ? common(($) => $.kind[value]) : value;
    if (field === 'state') {
      const state = TaskState.safeParse(value);
      return state.success ? common(($) => $.taskState[state.data]) : value;
    }
    if (field === 'creator' && value === 'me') return t(($) => $.filter.me);
    if (field === 'creator' && value === 'elsewhere') return t(($) => $.elsewhere);
    if (field === 'success') return formats.percent(Number(value), 100);
    if (field === 'failed') return formats.count(Number(value));
    const spec: FieldSpec = specOf(field);
    if (spec.takes === 'bound' && spec.of === 'day') {
      return value === 'today' ? t(($) => $.filter.today) : formats.date(new Date(`${value}T12:00:00`).getTime());
    }
    if (field === 'package' || field === 'group' || field === 'space') return names?.[field]?.[value] ?? value;
    return value;
  };
  const tokenWords = ({ field, operator, values }: ReturnType<typeof tokensOf>[number]) =>
    field === 'attention'
      ? fieldName(field)
      : t(($) => $.filter.token, {
          field: fieldName(field),
          operator: operatorName(field, operator),
          value: values.map((value) => valueName(field, value)).join(t(($) => $.filter.or)),
        });
  /** Every part, the free text first. */
  const sentence = (search: TasksSearch): string[] => [
    ...(search.q === undefined ? [] : [t(($) => $.filter.textToken, { text: search.q })]),
    ...tokensOf(search).map(tokenWords),
  ];
  return { fieldName, operatorName, valueName, tokenWords, sentence };
}
