import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureGrouping } from '#shared/domain/failures.ts';
import { knownKinds } from '#shared/domain/kinds.ts';
import { IconFilterOff, IconSearch } from '#web/ui/icons.ts';
import classes from './FailuresPage.module.css';
import { type FailuresSearch, rangeNames } from './failures-search.ts';
import { TaskField } from './TaskField.tsx';

type Props = { connection: string; search: FailuresSearch; onSearch(change: Partial<FailuresSearch>): void };

// How long the person's hand must rest before the list is asked.
const restMs = 300;

/** What the groups are made by, and which failures are in them. Each change goes to the address. */
export function FailuresFilters({ connection, search, onSearch }: Props) {
  const { t } = useTranslation('failures');
  const common = useTranslation('common').t;
  const [typed, setTyped] = useState({ text: search.q ?? '', seen: search.q });
  // The address can change by itself, by Back or a link.
  if (typed.seen !== search.q) setTyped({ text: search.q ?? '', seen: search.q });
  const send = useDebouncedCallback((text: string) => {
    const q = text.trim() === '' ? undefined : text.trim();
    setTyped((now) => ({ ...now, seen: q }));
    onSearch({ q });
  }, restMs);
  const isNarrowed = (search.kind ?? search.range ?? search.task ?? search.q) !== undefined;
  return (
    <search className={classes.filters} aria-label={t(($) => $.filter.label)}>
      <NativeSelect
        label={t(($) => $.filter.by)}
        value={search.by}
        onChange={(event) => onSearch({ by: FailureGrouping.catch('code').parse(event.currentTarget.value) })}
        data={FailureGrouping.options.map((value) => ({ value, label: t(($) => $.by[value]) }))}
      />
      <NativeSelect
        label={t(($) => $.filter.kind)}
        value={search.kind ?? ''}
        onChange={(event) => onSearch({ kind: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: t(($) => $.filter.anyKind) },
          ...knownKinds.map((kind) => ({ value: kind as string, label: common(($) => $.kind[kind]) })),
        ]}
      />
      <NativeSelect
        label={t(($) => $.filter.range)}
        value={search.range ?? ''}
        onChange={(event) => onSearch({ range: rangeNames.find((name) => name === event.currentTarget.value) })}
        data={[
          { value: '', label: t(($) => $.filter.anyTime) },
          ...rangeNames.map((value) => ({ value: value as string, label: t(($) => $.range[value]) })),
        ]}
      />
      <TaskField connection={connection} value={search.task} onChange={(task) => onSearch({ task })} />
      <TextInput
        type="search"
        label={t(($) => $.filter.device)}
        placeholder={t(($) => $.filter.deviceHint)}
        maxLength={128}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed.text}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped((now) => ({ ...now, text }));
          send(text);
        }}
      />
      {isNarrowed && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={() => onSearch({ kind: undefined, range: undefined, task: undefined, q: undefined })}
        >
          {t(($) => $.filter.clear)}
        </Button>
      )}
    </search>
  );
}
