import { useState } from 'react';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import type { Draft } from './draft.ts';
import type { Keeping } from './draft-keeper.ts';
import { DraftLinks } from './DraftLinks.tsx';
import type { Step } from './steps.ts';

const TemplateDialog = lazyPart(() => import('./TemplateDialog.tsx').then((module) => module.TemplateDialog));

type Props = { connection: string; draft: Draft; keeping: Keeping; devices: number; step: Step };

/** How the draft stands, the way to all of them, and what else can be made of it. */
export function DraftBar({ connection, draft, keeping, devices, step }: Props) {
  const [saving, setSaving] = useState(false);
  return (
    <>
      <DraftLinks connection={connection} keeping={keeping} onTemplate={() => setSaving(true)} />
      {saving && (
        <TemplateDialog
          connection={connection}
          begun={{ draft, devices, step }}
          edited={null}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}
