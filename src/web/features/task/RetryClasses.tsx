import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { retryableBy, type RetryableOutcome, retryableOutcomes } from '#shared/domain/actions.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import type { ClassCounts } from './retry-plan.ts';

type Props = {
  counts: ClassCounts;
  ticked: readonly RetryableOutcome[];
  onTick(ticked: readonly RetryableOutcome[]): void;
};

/** The classes of devices that a retry could start again, each with its count and what ticking it means. */
export function RetryClasses({ counts, ticked, onTick }: Props) {
  const { t } = useTranslation('task');
  const refusals = useTranslation('errors').t;
  const formats = useFormats();
  const allowed = retryableBy(usePerson().role);
  return (
    <Checkbox.Group
      label={t(($) => $.retry.classes)}
      value={[...ticked]}
      onChange={(next) => onTick(retryableOutcomes.filter((outcome) => next.includes(outcome)))}
    >
      <Stack gap="sm" mt="xs">
        {retryableOutcomes.map((outcome) => (
          <Checkbox
            key={outcome}
            value={outcome}
            disabled={counts[outcome] === 0 || !allowed.includes(outcome)}
            label={`${t(($) => $.retry.class[outcome])} (${formats.count(counts[outcome])})`}
            description={
              allowed.includes(outcome) ? t(($) => $.retry.hint[outcome]) : refusals(($) => $.refusal.not_permitted)
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
