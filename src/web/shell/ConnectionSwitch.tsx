import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/domain/connection.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import { IconChevronDown } from '#web/ui/icons.ts';
import { connectionLooks } from '#web/ui/looks.ts';
import { MenuButton } from '#web/ui/MenuButton.tsx';
import { StatusIcon } from '#web/ui/StatusIcon.tsx';
import classes from './ConnectionSwitch.module.css';
import { useConnection } from './use-connection.ts';

/** Which platform the pages show, how it answers, and the way to another one. */
export function ConnectionSwitch() {
  const { t } = useTranslation(['common', 'errors']);
  const navigate = useNavigate();
  const connection = useConnection();
  const { data } = useQuery(connectionsQuery());
  if (!connection) return null;
  const health = (of: Connection) => t(($) => $.connection[of.state].title, { ns: 'errors' });
  const entries = (data?.connections ?? []).map((other) => ({
    key: other.id,
    label: (
      <>
        {other.name} · {other.region}
        <span className={classes.health}>{health(other)}</span>
      </>
    ),
    icon: <StatusIcon look={connectionLooks[other.state]} size={14} />,
    checked: other.id === connection.id,
    onSelect: () => void navigate({ to: '/c/$connection/tasks', params: { connection: other.id } }),
  }));
  return (
    <MenuButton entries={entries} title={t(($) => $.connection.label)} width={320} position="bottom-start">
      <Button
        className={classes.button ?? ''}
        variant="default"
        size="xs"
        leftSection={<StatusIcon look={connectionLooks[connection.state]} size={12} />}
        rightSection={<IconChevronDown size={14} aria-hidden />}
      >
        <span className="visually-hidden">{t(($) => $.connection.label)} </span>
        <span className={classes.name}>{connection.name}</span>
        <span className={classes.place}>{connection.region}</span>
        <span className="visually-hidden">, {health(connection)}</span>
      </Button>
    </MenuButton>
  );
}
