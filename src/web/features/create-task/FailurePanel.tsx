import { Button, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Problem, problemFields } from '#shared/domain/create.ts';
import { failureOf } from '#web/api/problem.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { stepOf } from './draft-request.ts';
import type { Step } from './steps.ts';

type Props = {
  error: unknown;
  onRetry?: () => void;
  /** Where the server found something wrong with the request, each problem leads to its step, which is called as the wizard calls it. */
  onEdit?: { step: (step: Step) => void; nameOf: (step: Step) => string };
};

/** A failed call of the wizard; what the server refused is said in the words of the form. */
export function FailurePanel({ error, onRetry, onEdit }: Props) {
  const { t } = useTranslation(['create', 'input']);
  const failure = failureOf(error);
  const problems = failure.code === 'invalid' ? failure.data.problems : [];
  return (
    <ErrorPanel failure={failure} {...(onRetry && problems.length === 0 ? { onRetry } : {})}>
      {problems.length > 0 && (
        <List size="sm">
          {problems.map(({ field, code, at }) => {
            const step = isField(field) ? stepOf(field) : null;
            return (
              <List.Item key={`${field} ${code} ${at ?? ''}`}>
                {at !== undefined && <b>{at}: </b>}
                {t(($) => $.input[code], { ns: 'input' })}
                {onEdit && step !== null && (
                  <Button variant="subtle" size="compact-sm" ml="xs" onClick={() => onEdit.step(step)}>
                    {t(($) => $.review.editStep, { step: onEdit.nameOf(step) })}
                  </Button>
                )}
              </List.Item>
            );
          })}
        </List>
      )}
    </ErrorPanel>
  );
}

const isField = (field: string): field is Problem['field'] => problemFields.some((one) => one === field);
