import { Stepper } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlertTriangleFilled } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import type { Step } from './steps.ts';

const warning = <IconAlertTriangleFilled size={18} />;

type Props = {
  steps: readonly Step[];
  step: Step;
  /** Those that have been left with something wrong in them. */
  wrong: readonly Step[];
  nameOf: (step: Step) => string;
  onStep: (step: Step) => void;
};

/** The way through the wizard; each step can be gone to, and says when something in it is wrong. */
export const WizardSteps = memo(function WizardSteps({ steps, step, wrong, nameOf, onStep }: Props) {
  const { t } = useTranslation('create');
  return (
    <Stepper
      active={steps.indexOf(step)}
      onStepClick={(index) => steps[index] && onStep(steps[index])}
      size="sm"
      classNames={{ stepBody: classes.stepName ?? '' }}
    >
      {steps.map((each) => (
        <Stepper.Step
          key={each}
          label={nameOf(each)}
          {...(wrong.includes(each)
            ? { color: 'red', description: t(($) => $.stepHasProblems), icon: warning, completedIcon: warning }
            : {})}
          {...(each === step ? { 'aria-current': 'step' as const } : {})}
        />
      ))}
    </Stepper>
  );
});
