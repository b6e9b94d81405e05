import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconFilterOff, IconSearch } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import classes from './TasksFilter.module.css';
import { cleared, isFiltered, type TasksSearch } from './tasks-search.ts';

const PropertyFilter = lazyPart(() => import('./PropertyFilter.tsx').then((module) => module.PropertyFilter));

type Props = { connection: string; search: TasksSearch; onSearch(change: Partial<TasksSearch>): void };

// How long the person's hand must rest before the list is asked.
const restMs = 300;

/** Free text, and every property that tasks can be told apart by. Each change goes to the address and back to the first page. */
export function TasksFilter({ connection, search, onSearch }: Props) {
  const { t } = useTranslation('tasks');
  const [text, setText] = useState(search.q ?? '');
  const [hadFocus, setHadFocus] = useState(false);
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

  const placeholder = t(($) => $.filter.addHint);
  return (
    <search className={classes.filter} aria-label={t(($) => $.filter.label)}>
      <TextInput
        type="search"
        className={classes.text}
        aria-label={t(($) => $.filter.q)}
        placeholder={t(($) => $.filter.qHint)}
        maxLength={128}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onCompositionStart={() => (composing.current = true)}
        onCompositionEnd={(event) => {
          composing.current = false;
          setText(event.currentTarget.value);
        }}
      />
      <div className={classes.properties}>
        <PropertyFilter
          connection={connection}
          search={search}
          takesFocus={hadFocus}
          onSearch={onSearch}
          meanwhile={
            <TextInput
              readOnly
              aria-label={t(($) => $.filter.add)}
              placeholder={placeholder}
              onFocus={() => setHadFocus(true)}
              onBlur={() => setHadFocus(false)}
            />
          }
        />
      </div>
      {isFiltered(search) && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={() => onSearch(cleared(search))}
        >
          {t(($) => $.filter.clear)}
        </Button>
      )}
    </search>
  );
}
