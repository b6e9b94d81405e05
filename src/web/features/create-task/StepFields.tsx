import { memo } from 'react';
import type { Space } from '#shared/domain/catalogue.ts';
import { DocumentStep } from './DocumentStep.tsx';
import { LockedPart } from './LockedPart.tsx';
import { PolicyStep } from './PolicyStep.tsx';
import type { TargetList } from './read-targets.ts';
import type { StepProps } from './step-props.ts';
import type { Step } from './steps.ts';
import { TargetsStep } from './TargetsStep.tsx';
import { TypeStep } from './TypeStep.tsx';

type Props = StepProps & { step: Exclude<Step, 'review'>; spaces: Space[]; list: TargetList };

const now = () => Date.now();

/** The fields of a step; drawn again only when something of it has changed, and not for each save of the draft. */
export const StepFields = memo(function StepFields({ step, spaces, list, ...props }: Props) {
  switch (step) {
    case 'type':
      return <TypeStep {...props} spaces={spaces} />;
    case 'targets':
      return (
        <LockedPart draft={props.draft} part="targets">
          <TargetsStep {...props} list={list} />
        </LockedPart>
      );
    case 'document':
      return (
        <LockedPart draft={props.draft} part="document">
          <DocumentStep {...props} />
        </LockedPart>
      );
    case 'policy':
      return <PolicyStep {...props} now={now} />;
  }
});
