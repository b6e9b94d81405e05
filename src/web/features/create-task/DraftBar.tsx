import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.ts';
import type { Keeping } from './draft-keeper.ts';
import { DraftLinks } from './DraftLinks.tsx';
import type { Step } from './steps.ts';

const TemplateDialog = lazy(() =>
  import('./TemplateDialog.tsx').then((module) => ({ default: module.TemplateDialog })),
);

type Props = { connection: string; draft: Draft; keeping: Keeping; devices: number; step: Step };

/** How the draft stands, the way to all of them, and what else can be made of it. */
export function DraftBar({ connection, draft, keeping, devices, step }: Props) {
  const { t } = useTranslation('drafts');
  const [saving, setSaving] = useState(false);
  return (
    <>
      <DraftLinks connection={connection} keeping={keeping}>
        <Button variant="subtle" size="compact-sm" onClick={() => setSaving(true)}>
          {t(($) => $.saveAsTemplate)}
        </Button>
      </DraftLinks>
      {saving && (
        <Suspense fallback={null}>
          <TemplateDialog
            connection={connection}
            begun={{ draft, devices, step }}
            edited={null}
            onClose={() => setSaving(false)}
          />
        </Suspense>
      )}
    </>
  );
}
