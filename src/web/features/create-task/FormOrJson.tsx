import { Alert, Stack, Tabs } from '@mantine/core';
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
  /** The same value as fields; null where no model tells which. */
  form: ((value: JsonObject, onValue: (value: JsonObject) => void) => ReactNode) | null;
};

/** One value, seen as a form or as JSON. Text that is no JSON stays as it was typed until it is mended. */
export function FormOrJson({ label, text, onText, problemAt, error, form }: Props) {
  const { t } = useTranslation('create');
  const [view, setView] = useState<'form' | 'json'>('form');
  const read = readJsonObject(text);
  const editor = <JsonField label={label} text={text} onText={onText} error={error} problemAt={problemAt} />;
  if (form === null) return editor;
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
          <Stack gap="sm">{form(read.value, (value) => onText(jsonText(value)))}</Stack>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="json">{editor}</Tabs.Panel>
    </Tabs>
  );
}
