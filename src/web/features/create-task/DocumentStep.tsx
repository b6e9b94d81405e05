import { rulesOf } from '#shared/domain/kinds.ts';
import { CommandDocument } from './CommandDocument.tsx';
import { MessageDocument } from './MessageDocument.tsx';
import { PackageDocument } from './PackageDocument.tsx';
import { ShadowDocument } from './ShadowDocument.tsx';
import type { StepProps } from './step-props.ts';

/** Third step: what the devices are sent, by the kind of task. */
export function DocumentStep(props: StepProps) {
  switch (rulesOf(props.draft.kind).document) {
    case 'package':
      return <PackageDocument {...props} />;
    case 'command':
    case 'async_command':
      return <CommandDocument {...props} />;
    case 'message':
      return <MessageDocument {...props} />;
    case 'shadow':
      return <ShadowDocument {...props} />;
    case 'none':
      return null;
  }
}
