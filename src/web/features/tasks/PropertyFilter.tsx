import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type CompositionEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NamedThing } from '#shared/domain/names.ts';
import { taskValuesQuery } from '#web/api/task-list.ts';
import { useHold } from '#web/ui/use-hold.ts';
import { type FieldSpec, specOf, tokensOf, without } from './filter-fields.ts';
import { firstStep, type Option, optionsAt, type Step, stepTo } from './filter-options.ts';
import classes from './TasksFilter.module.css';
import type { TasksSearch } from './tasks-search.ts';
import { hasNames, useFilterWords } from './use-filter-words.ts';

type Props = {
  connection: string;
  search: TasksSearch;
  /** It takes the place of a field that had the focus. */
  takesFocus: boolean;
  onSearch(change: Partial<TasksSearch>): void;
};

/** The filter part by part: a field, how it is compared, a value. Everything can be done with the keyboard. */
export function PropertyFilter({ connection, search, takesFocus, onSearch }: Props) {
  const { t } = useTranslation('tasks');
  const [step, setStep] = useState<Step>(firstStep);
  const words = useFilterWords(connection, hasNames(search) || NamedThing.safeParse(step.field).success);
  const [typed, setTyped] = useState('');
  const composing = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  useHold(box.dropdownOpened);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);

  const tokens = tokensOf(search);
  const spec: FieldSpec | null = step.field === null ? null : specOf(step.field);
  const known = spec?.takes === 'values' ? spec.known : undefined;
  const { data } = useQuery({ ...taskValuesQuery(connection, known ?? 'kind'), enabled: known !== undefined });
  const values = known === undefined ? [] : (data?.values ?? []).map(({ value }) => value);
  const offered = known === 'creator' ? [...new Set(['me', 'elsewhere', ...values])] : values;
  const options = optionsAt(step, typed, offered, search, words);

  const reset = () => {
    setStep(firstStep);
    setTyped('');
  };
  const choose = (option: Option | undefined) => {
    setTyped('');
    if (option === undefined) return;
    if (option.is === 'value') {
      onSearch(option.change);
      setStep(firstStep);
      return box.closeDropdown();
    }
    const next = option.is === 'field' ? stepTo(option.field) : { field: option.field, operator: option.operator };
    if (next.field !== null && specOf(next.field).takes === 'yes') {
      onSearch({ attention: 'yes', cursor: undefined });
      setStep(firstStep);
      return box.closeDropdown();
    }
    setStep(next);
    box.updateSelectedOptionIndex();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // The Enter that ends a composition, and keys in the midst of one, belong to the input method.
    if (composing.current || event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && typed === '') {
      event.preventDefault();
      const last = tokens.at(-1);
      if (step.field !== null) setStep(firstStep);
      else if (last) onSearch(without(last.key));
    }
    if (event.key === 'Escape' && (step.field !== null || typed !== '')) reset();
    if (event.key === 'Enter' && box.getSelectedOptionIndex() === -1 && typed.trim() !== '') {
      event.preventDefault();
      choose(options[0]);
    }
  };
  const endComposing = (event: CompositionEvent<HTMLInputElement>) => {
    composing.current = false;
    setTyped(event.currentTarget.value);
  };

  const pending =
    step.field === null
      ? null
      : [words.fieldName(step.field), step.operator === null ? null : words.operatorName(step.field, step.operator)]
          .filter((word) => word !== null)
          .join(' ');
  const hint = spec?.takes === 'bound' && step.operator !== null ? t(($) => $.filter.hint[spec.of]) : null;
  const keyOf = (option: Option) =>
    option.is === 'field'
      ? option.field
      : option.is === 'operator'
        ? option.operator
        : `${option.field} ${option.value}`;
  const labelOf = (option: Option) => {
    if (option.is === 'field') return words.fieldName(option.field);
    if (option.is === 'operator') return words.operatorName(option.field, option.operator);
    const value = words.valueName(option.field, option.value);
    return step.field === null
      ? t(($) => $.filter.token, {
          field: words.fieldName(option.field),
          operator: t(($) => $.filter.operator.is),
          value,
        })
      : value;
  };
  return (
    <Combobox
      store={box}
      withinPortal={false}
      onOptionSubmit={(key) => choose(options.find((option) => keyOf(option) === key))}
    >
      <Combobox.DropdownTarget>
        <PillsInput className={classes.parts ?? ''} onClick={() => box.openDropdown()}>
          <Pill.Group>
            {tokens.map((token) => {
              const text = words.tokenWords(token);
              return (
                <Pill
                  key={token.key}
                  withRemoveButton
                  className={classes.part ?? ''}
                  removeButtonProps={{
                    'aria-label': t(($) => $.filter.remove, { part: text }),
                    tabIndex: 0,
                    'aria-hidden': false,
                  }}
                  onRemove={() => {
                    onSearch(without(token.key));
                    input.current?.focus();
                  }}
                >
                  {text}
                </Pill>
              );
            })}
            {pending !== null && <span className={classes.pending}>{pending}</span>}
            <Combobox.EventsTarget withExpandedAttribute>
              <PillsInput.Field
                ref={input}
                aria-label={t(($) => $.filter.add)}
                placeholder={hint ?? (tokens.length === 0 && pending === null ? t(($) => $.filter.addHint) : '')}
                value={typed}
                onFocus={() => box.openDropdown()}
                onBlur={() => {
                  box.closeDropdown();
                  reset();
                }}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  box.openDropdown();
                  box.updateSelectedOptionIndex();
                }}
                onCompositionStart={() => (composing.current = true)}
                onCompositionEnd={endComposing}
                onKeyDown={onKeyDown}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options mah={280} className={classes.options ?? ''} aria-label={t(($) => $.filter.options)}>
          {options.map((option) => (
            <Combobox.Option key={keyOf(option)} value={keyOf(option)}>
              {labelOf(option)}
              {option.is === 'value' && NamedThing.safeParse(option.field).success && (
                <span className={classes.id}>{option.value}</span>
              )}
            </Combobox.Option>
          ))}
          {options.length === 0 && <Combobox.Empty>{hint ?? t(($) => $.filter.nothing)}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
