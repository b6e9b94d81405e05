import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Role } from '#shared/domain/roles.ts';
import { signOutMutation } from '#web/api/session.ts';
import { IconChevronDown, IconLogout, IconUserCircle } from '#web/ui/icons.ts';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import classes from './PersonMenu.module.css';

/** Who is signed in, in which role, and the way out. */
export function PersonMenu({ person }: { person: { name: string; role: Role } }) {
  const { t } = useTranslation('common');
  // A fresh start: nothing of what the person could see stays in memory.
  const signOut = useMutation({ ...signOutMutation(), onSuccess: () => location.replace('/sign-in') });
  const entries = [
    {
      key: 'out',
      label: t(($) => $.person.signOut),
      icon: <IconLogout size={16} aria-hidden />,
      onSelect: () => signOut.mutate({}),
    },
  ];
  return (
    <MenuButton entries={entries} title={`${person.name} · ${t(($) => $.role[person.role])}`} width={220}>
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        className={classes.button ?? ''}
        leftSection={<IconUserCircle size={18} aria-hidden />}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        aria-label={t(($) => $.person.menu, { name: person.name })}
      >
        <span className={classes.name}>{person.name}</span>
      </Button>
    </MenuButton>
  );
}
