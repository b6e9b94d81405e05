import { Button, Group } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import type { Draft } from './draft.ts';
import type { Keeping } from './draft-keeper.ts';
import { DraftState } from './DraftState.tsx';
import { ImportButton } from './ImportButton.tsx';
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
    <Group gap="md" align="baseline">
      <DraftState keeping={keeping} />
      <LinkButton to="/c/$connection/tasks/drafts" params={{ connection }} variant="subtle" size="compact-sm">
        {t(($) => $.all)}
      </LinkButton>
      {keeping.standing === 'new' ? (
        <ImportButton connection={connection} variant="subtle" size="compact-sm" />
      ) : (
        <>
          <LinkButton
            to="/c/$connection/tasks/new"
            params={{ connection }}
            search={{ another: 'yes' }}
            variant="subtle"
            size="compact-sm"
          >
            {t(($) => $.newDraft)}
          </LinkButton>
          <Button variant="subtle" size="compact-sm" onClick={() => setSaving(true)}>
            {t(($) => $.saveAsTemplate)}
          </Button>
        </>
      )}
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
    </Group>
  );
}
