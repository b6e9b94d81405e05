import { Checkbox, Fieldset, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import { documentLimits } from '#shared/domain/document-problems.ts';
import { JsonField } from '#web/ui/JsonField.tsx';
import { readJsonObject } from './json-text.ts';
import type { StepProps } from './step-props.ts';

/** Options that only upgrades have: a kind without any shows nothing. */
export function OptionFields({ draft, change, problem }: StepProps) {
  const { t } = useTranslation('create');
  const { canConfirm, passesOn } = rulesOf(draft.kind);
  if (!canConfirm && !passesOn) return null;
  const extra = readJsonObject(draft.extraText).value;
  const used = draft.extraText.trim() === '' || extra === null ? 0 : [...JSON.stringify(extra)].length;
  return (
    <Fieldset legend={t(($) => $.options.title)}>
      <Stack gap="md">
        {canConfirm && (
          <Checkbox
            label={t(($) => $.options.needsConfirm)}
            description={t(($) => $.options.needsConfirmHelp)}
            checked={draft.needsConfirm}
            onChange={(event) => change({ needsConfirm: event.currentTarget.checked })}
          />
        )}
        {passesOn && (
          <>
            <Checkbox
              label={t(($) => $.options.gatewayMode)}
              description={t(($) => $.options.gatewayModeHelp)}
              checked={draft.gatewayMode}
              onChange={(event) => change({ gatewayMode: event.currentTarget.checked })}
            />
            <JsonField
              label={t(($) => $.options.extra)}
              description={t(($) => $.options.extraHelp, { used, most: documentLimits.extra })}
              text={draft.extraText}
              onText={(extraText) => change({ extraText })}
              error={problem('extra')}
              problemAt={() => null}
            />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
