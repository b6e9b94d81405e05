import { Alert, Button, Stack, Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonObject } from '#shared/domain/document.ts';
import { JsonField } from '#web/ui/JsonField.tsx';
import { jsonText, readJsonObject } from './json-text.ts';

type Props = {
  label: string;
  text: string;
  onText: (text: string) => void;
  /** The sentence that is shown at a line of the JSON, for the name the line starts with; null for none. */
  problemAt: (name: string) => string | null;
  error: string | null;
  /** The names that have a field of their own in the form: a problem of any other is said above it. */
  fields?: readonly string[];
  /** The same value as fields; null where no model tells which. */
  form: ((value: JsonObject, onValue: (value: JsonObject) => void) => ReactNode) | null;
};

/** One value, seen as a form or as JSON. Text that is no JSON stays as it was typed until it is mended. */
export function FormOrJson({ label, text, onText, problemAt, error, fields = [], form }: Props) {
  const { t } = useTranslation('create');
  const [view, setView] = useState<'form' | 'json'>('form');
  const read = readJsonObject(text);
  const editor = <JsonField label={label} text={text} onText={onText} error={error} problemAt={problemAt} />;
  if (form === null) return editor;
  const homeless = Object.keys(read.value ?? {}).flatMap((name) => {
    const sentence = fields.includes(name) ? null : problemAt(name);
    return sentence === null ? [] : [{ name, sentence }];
  });
  return (
    <Tabs value={view} onChange={(next) => setView(next === 'json' ? 'json' : 'form')} keepMounted={false}>
      <Tabs.List aria-label={label} mb="md">
        <Tabs.Tab value="form">{t(($) => $.document.asForm)}</Tabs.Tab>
        <Tabs.Tab value="json">{t(($) => $.document.asJson)}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="form">
        {read.value === null ? (
          <Alert color="orange" variant="outline">
            {t(($) => $.document.mendJson)}
          </Alert>
        ) : (
          <Stack gap="sm">
            {(homeless.length > 0 || error !== null) && (
              <Alert color="red" variant="outline" role="alert">
                {error}
                {homeless.map(({ name, sentence }) => (
                  <div key={name}>
                    <b>{name}: </b>
                    {sentence}
                  </div>
                ))}
                {homeless.length > 0 && (
                  <Button variant="default" size="compact-sm" mt="xs" onClick={() => setView('json')}>
                    {t(($) => $.document.openJson)}
                  </Button>
                )}
              </Alert>
            )}
            {form(read.value, (value) => onText(jsonText(value)))}
          </Stack>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="json">{editor}</Tabs.Panel>
    </Tabs>
  );
}
