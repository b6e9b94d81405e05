import { Button, Pill, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outcomeOrder } from '#shared/domain/counting.ts';
import { Outcome, type Task } from '#shared/domain/task.ts';
import { failuresQuery } from '#web/api/tasks.ts';
import { IconFilterOff, IconSearch } from '#web/ui/icons.ts';
import classes from './DeviceFilters.module.css';
import { type DeviceFilter, sameFilter } from './device-selection.ts';
import { type DeviceSort, withoutCode } from './task-search.ts';

type Props = {
  task: Task;
  filter: DeviceFilter;
  sort: DeviceSort | undefined;
  onFilter(filter: DeviceFilter): void;
  onSort(sort: DeviceSort | undefined): void;
};

const sorts = ['device', '-since', 'since', 'error', 'outcome', '-attempts'] as const satisfies readonly DeviceSort[];
const sortWords = {
  device: 'device',
  '-since': 'newest',
  since: 'oldest',
  error: 'error',
  outcome: 'outcome',
  '-attempts': 'attempts',
} as const satisfies Record<(typeof sorts)[number], string>;

// Three lists of choices are a tenth of what the page draws, and one at most is seen.
const drawnWhenOpen = { keepMounted: false, middlewares: { shift: false } };
const outcomes = [...outcomeOrder, 'other'] as const;

function Filters({ task, filter, sort, onFilter, onSort }: Props) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const failures = useQuery(failuresQuery(task));
  const codes = new Set(failures.data?.groups.map((group) => group.code ?? ''));
  if (filter.code !== undefined) codes.add(filter.code);
  return (
    <div role="search" aria-label={t(($) => $.devices.filters)} className={classes.filters}>
      <Select
        label={t(($) => $.devices.outcome)}
        placeholder={t(($) => $.devices.anyOutcome)}
        clearable
        size="sm"
        comboboxProps={drawnWhenOpen}
        withScrollArea={false}
        classNames={{ dropdown: classes.choices ?? '' }}
        value={filter.outcome ?? null}
        data={outcomes.map((value) => ({ value, label: common(($) => $.outcome[value]) }))}
        onChange={(value) => onFilter({ ...filter, outcome: Outcome.safeParse(value).data })}
        clearButtonProps={{ 'aria-label': t(($) => $.devices.clearOutcome) }}
      />
      <Select
        label={t(($) => $.devices.code)}
        placeholder={t(($) => $.devices.anyCode)}
        clearable
        searchable={codes.size > 8}
        size="sm"
        comboboxProps={drawnWhenOpen}
        withScrollArea={false}
        classNames={{ dropdown: classes.choices ?? '' }}
        value={filter.code === '' ? withoutCode : (filter.code ?? null)}
        data={[...codes].map((code) => ({
          value: code === '' ? withoutCode : code,
          label: code === '' ? t(($) => $.failures.noCode) : code,
        }))}
        nothingFoundMessage={t(($) => $.devices.noCodes)}
        onChange={(value) =>
          onFilter({ ...filter, code: value === withoutCode ? '' : (value ?? undefined), message: undefined })
        }
        clearButtonProps={{ 'aria-label': t(($) => $.devices.clearCode) }}
      />
      <DeviceSearch value={filter.q ?? ''} onChange={(q) => onFilter({ ...filter, q })} />
      <Select
        label={t(($) => $.devices.sort)}
        allowDeselect={false}
        size="sm"
        comboboxProps={drawnWhenOpen}
        withScrollArea={false}
        classNames={{ dropdown: classes.choices ?? '' }}
        value={sorts.find((known) => known === sort) ?? 'device'}
        data={sorts.map((value) => ({ value, label: t(($) => $.devices.sorts[sortWords[value]]) }))}
        onChange={(value) => onSort(sorts.find((known) => known === value && known !== 'device'))}
      />
      {filter.message !== undefined && (
        <Pill
          withRemoveButton
          size="md"
          className={classes.message ?? ''}
          removeButtonProps={{ 'aria-label': t(($) => $.devices.clearMessage), 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => onFilter({ ...filter, message: undefined })}
        >
          {filter.message === '' ? t(($) => $.devices.noText) : filter.message}
        </Pill>
      )}
      {!sameFilter(filter, {}) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={() => onFilter({})}
        >
          {t(($) => $.devices.clear)}
        </Button>
      )}
    </div>
  );
}

/** Outcome, error code, part of a device id or text, and the order; each change goes to the address. */
export const DeviceFilters = memo(Filters);

/** What is typed stays as typed; the address follows when the person pauses. */
function DeviceSearch({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation('task');
  const [typed, setTyped] = useState({ text: value, sent: value, seen: value });
  // The address changed: by what was sent, which leaves the text alone, or by other means such as Back, which wins.
  if (value !== typed.seen) setTyped({ ...typed, seen: value, text: value === typed.sent ? typed.text : value });
  const send = useDebouncedCallback((text: string) => {
    setTyped((now) => ({ ...now, sent: text }));
    onChange(text);
  }, 300);
  return (
    <TextInput
      label={t(($) => $.devices.search)}
      placeholder={t(($) => $.devices.searchHint)}
      type="search"
      size="sm"
      maxLength={128}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed.text}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped((now) => ({ ...now, text }));
        send(text.trim());
      }}
    />
  );
}
