import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failingTasksQuery } from '#web/api/failures.ts';
import { tasksByNameQuery } from '#web/api/tasks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';

type Props = { connection: string; value: string | undefined; onChange(taskId: string | undefined): void };

// How long the person's hand must rest before the list is asked.
const restMs = 300;

/** Narrows failures to those of one task, found by its name or ID among the tasks that have any. */
export function TaskField({ connection, value, onChange }: Props) {
  const { t } = useTranslation('failures');
  const formats = useFormats();
  const [text, setText] = useState('');
  // Choosing writes the whole label into the field.
  const [q] = useDebouncedValue((text.split(' · ')[0] ?? '').trim(), restMs);
  const found = useQuery(failingTasksQuery(connection, q));
  const named = useQuery({ ...tasksByNameQuery(connection, value ?? ''), enabled: value !== undefined });
  const chosen = value === undefined ? undefined : named.data?.tasks.find(({ id }) => id === value);
  const rows = found.data?.tasks ?? [];
  const shown = chosen && !rows.some(({ id }) => id === chosen.id) ? [chosen, ...rows] : rows;
  const options = shown.map(({ id, name, createdAt }) => ({
    value: id,
    label: `${name} · ${formats.dateTime(createdAt)}`,
  }));
  // A link can name a task that was never listed.
  const isListed = value === undefined || shown.some(({ id }) => id === value);
  return (
    <Select
      label={t(($) => $.filter.task)}
      placeholder={t(($) => $.filter.anyTask)}
      nothingFoundMessage={t(($) => $.filter.noTask)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t(($) => $.filter.clearTask) }}
      filter={({ options: all }) => all}
      data={isListed ? options : [{ value, label: value }, ...options]}
      value={value ?? null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => onChange(id ?? undefined)}
      comboboxProps={{ width: 320, position: 'bottom-start' }}
    />
  );
}
