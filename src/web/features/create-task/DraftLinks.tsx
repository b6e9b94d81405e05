import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconDots } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import classes from './create-task.module.css';
import type { Keeping } from './draft-keeper.ts';
import { DraftState } from './DraftState.tsx';
import { ImportButton } from './ImportButton.tsx';

type Props = {
  connection: string;
  keeping: Keeping;
  /** Makes a template of a draft that has begun; only some can be one. */
  onTemplate?: () => void;
};

const small = { variant: 'subtle', size: 'compact-sm' } as const;

/** How a draft stands, the way to all of them, and to another one; on a small screen the ways are in a menu. */
export function DraftLinks({ connection, keeping, onTemplate }: Props) {
  const { t } = useTranslation('drafts');
  const navigate = useNavigate();
  const all = { to: '/c/$connection/tasks/drafts', params: { connection } } as const;
  const another = { to: '/c/$connection/tasks/new', params: { connection }, search: { another: 'yes' } } as const;
  if (keeping.standing === 'new')
    return (
      <Group gap="md" align="baseline">
        <LinkButton {...all} {...small}>
          {t(($) => $.all)}
        </LinkButton>
        <ImportButton connection={connection} {...small} />
      </Group>
    );
  const template = t(($) => $.saveAsTemplate);
  return (
    <Group gap="md" align="baseline" className={classes.draftLinks ?? ''}>
      <DraftState keeping={keeping} />
      <Group gap="md" align="baseline" className={classes.wide ?? ''}>
        <LinkButton {...all} {...small}>
          {t(($) => $.all)}
        </LinkButton>
        <LinkButton {...another} {...small}>
          {t(($) => $.newDraft)}
        </LinkButton>
        {onTemplate && (
          <Button {...small} onClick={onTemplate}>
            {template}
          </Button>
        )}
      </Group>
      <div className={classes.narrow}>
        <MenuButton
          entries={[
            { key: 'all', label: t(($) => $.all), onSelect: () => void navigate(all) },
            { key: 'another', label: t(($) => $.newDraft), onSelect: () => void navigate(another) },
            ...(onTemplate ? [{ key: 'template', label: template, onSelect: onTemplate }] : []),
          ]}
        >
          <Button {...small} leftSection={<IconDots size={16} aria-hidden />}>
            {t(($) => $.more)}
          </Button>
        </MenuButton>
      </div>
    </Group>
  );
}
