import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '#shared/domain/document.ts';
import type { ValueModel } from '#shared/domain/product-model.ts';
import { boundOf } from '#shared/domain/value-problem.ts';
import { fromLocalField, toLocalField } from './local-time.ts';
import { basicTime, readBasicTime } from './basic-time.ts';

type Json = JsonObject[string];
type Props = {
  model: ValueModel;
  value: Json | undefined;
  /** `undefined` leaves the value out. */
  onValue: (value: Json | undefined) => void;
  error: string | null;
};

/** One parameter or property of a product's model as the field that suits its type. */
export function ValueField({ model, value, onValue, error }: Props) {
  const { t } = useTranslation('create');
  const common = { label: model.name, description: useDescription(model), required: model.required, error, maw: 520 };
  const textOf = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const giveText = (text: string) => onValue(text === '' && !model.required ? undefined : text);
  switch (model.dataType) {
    case 'int':
    case 'long':
    case 'decimal':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : textOf}
          onChange={(next) => onValue(next === '' ? undefined : next)}
          clampBehavior="none"
          {...(model.step === null || model.step <= 0 ? {} : { step: model.step })}
          {...(model.unit === null ? {} : { suffix: ` ${model.unit}` })}
        />
      );
    case 'boolean':
      return (
        <Select
          {...common}
          data={[
            { value: 'true', label: t(($) => $.document.yes) },
            { value: 'false', label: t(($) => $.document.no) },
          ]}
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(next) => onValue(next === null ? undefined : next === 'true')}
          clearable={!model.required}
          placeholder={t(($) => $.document.leftOut)}
        />
      );
    case 'DateTime':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          step={1}
          value={toLocalField(readBasicTime(textOf))}
          onChange={(event) => {
            const at = fromLocalField(event.currentTarget.value);
            onValue(at === null ? undefined : basicTime(at));
          }}
        />
      );
    case 'jsonObject':
      return <JsonValueField {...common} value={value} onValue={onValue} />;
    case 'string list':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          value={
            Array.isArray(value)
              ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n')
              : textOf
          }
          onChange={(event) => {
            const lines = event.currentTarget.value;
            onValue(lines === '' ? undefined : lines.split('\n'));
          }}
        />
      );
    default:
      if (model.choices.length > 0)
        return (
          <Select
            {...common}
            data={model.choices}
            value={typeof value === 'string' ? value : null}
            onChange={(next) => onValue(next ?? undefined)}
            clearable={!model.required}
            placeholder={t(($) => $.document.leftOut)}
          />
        );
      return <TextInput {...common} value={textOf} onChange={(event) => giveText(event.currentTarget.value)} />;
  }
}

/** An object inside the value: its text is kept while it cannot be read, so that nothing typed is lost. */
function JsonValueField({
  value,
  onValue,
  ...common
}: {
  label: string;
  description: string;
  required: boolean;
  error: string | null;
  maw: number;
  value: Json | undefined;
  onValue: (value: Json | undefined) => void;
}) {
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value)));
  const give = (text: string) => {
    setTyped(text);
    if (text.trim() === '') return onValue(undefined);
    try {
      onValue(JSON.parse(text) as Json);
    } catch {
      // Not an object: the rules then say that the value is of the wrong type.
      onValue(text);
    }
  };
  return (
    <Textarea
      {...common}
      autosize
      minRows={2}
      value={typed}
      onChange={(event) => give(event.currentTarget.value)}
      spellCheck={false}
    />
  );
}

/** What the model says of a value, in words: its type, its range, what it is for. */
function useDescription(model: ValueModel): string {
  const { t } = useTranslation('create');
  const least = boundOf(model.min);
  const most = boundOf(model.max);
  const isNumber = ['int', 'long', 'decimal'].includes(model.dataType);
  const range =
    !isNumber || (least === null && most === null)
      ? null
      : t(($) => $.document.range, { least: least ?? '−∞', most: most ?? '∞' });
  const length =
    model.dataType === 'string' && model.maxLength !== null && model.maxLength > 0
      ? t(($) => $.document.maxLength, { count: model.maxLength })
      : null;
  const list = model.dataType === 'string list' ? t(($) => $.document.onePerLine) : null;
  return [model.description, model.dataType, range, length, list].filter((part) => part !== null).join(' · ');
}
