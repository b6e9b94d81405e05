import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { knownKinds } from '#shared/domain/kinds.ts';
import { TaskState } from '#shared/domain/task.ts';
import { IconFilterOff, IconSearch } from '#web/ui/icons.ts';
import { isFiltered, type TasksSearch } from './list-row.ts';
import classes from './TasksFilter.module.css';

type Props = { search: TasksSearch; onSearch(change: Partial<TasksSearch>): void };

// How long the person's hand must rest before the list is asked.
const restMs = 300;

/** Name or id, kind and state. Each change goes to the address and back to the first page. */
export function TasksFilter({ search, onSearch }: Props) {
  const { t } = useTranslation('tasks');
  const { t: common } = useTranslation('common');
  const [text, setText] = useState(search.q ?? '');
  const asked = useRef(search.q ?? '');
  const composing = useRef(false);

  // The address can change by itself, by Back or a link; what is being typed is kept.
  useEffect(() => {
    if ((search.q ?? '') === asked.current) return;
    asked.current = search.q ?? '';
    setText(asked.current);
  }, [search.q]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked.current || composing.current) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      onSearch({ q: wanted === '' ? undefined : wanted, cursor: undefined });
    }, restMs);
    return () => clearTimeout(timer);
  }, [text, onSearch]);

  const chooseKind = (event: ChangeEvent<HTMLSelectElement>) =>
    onSearch({ kind: event.currentTarget.value || undefined, cursor: undefined });
  const chooseState = (event: ChangeEvent<HTMLSelectElement>) =>
    onSearch({ state: TaskState.options.find((state) => state === event.currentTarget.value), cursor: undefined });

  return (
    <search className={classes.filter} aria-label={t(($) => $.filter.label)}>
      <TextInput
        type="search"
        className={classes.text}
        aria-label={t(($) => $.filter.q)}
        placeholder={t(($) => $.filter.qHint)}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onCompositionStart={() => (composing.current = true)}
        onCompositionEnd={(event) => {
          composing.current = false;
          setText(event.currentTarget.value);
        }}
      />
      <NativeSelect
        aria-label={t(($) => $.filter.kind)}
        value={search.kind ?? ''}
        onChange={chooseKind}
        data={[
          { value: '', label: t(($) => $.filter.anyKind) },
          ...knownKinds.map((kind) => ({ value: kind as string, label: common(($) => $.kind[kind]) })),
        ]}
      />
      <NativeSelect
        aria-label={t(($) => $.filter.state)}
        value={search.state ?? ''}
        onChange={chooseState}
        data={[
          { value: '', label: t(($) => $.filter.anyState) },
          ...TaskState.options.map((state) => ({ value: state as string, label: common(($) => $.taskState[state]) })),
        ]}
      />
      {isFiltered(search) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={() => onSearch({ q: undefined, kind: undefined, state: undefined, cursor: undefined })}
        >
          {t(($) => $.filter.clear)}
        </Button>
      )}
    </search>
  );
}
