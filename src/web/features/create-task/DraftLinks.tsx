import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import type { Keeping } from './draft-keeper.ts';
import { DraftState } from './DraftState.tsx';
import { ImportButton } from './ImportButton.tsx';

type Props = {
  connection: string;
  keeping: Keeping;
  /** What else can be made of a draft that has begun. */
  children?: ReactNode;
};

/** How a draft stands, the way to all of them, and to another one. */
export function DraftLinks({ connection, keeping, children }: Props) {
  const { t } = useTranslation('drafts');
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
          {children}
        </>
      )}
    </Group>
  );
}
