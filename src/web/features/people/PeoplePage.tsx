import { Button, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/domain/session.ts';
import { peopleQuery } from '#web/api/session.ts';
import { usePerson } from '#web/api/use-person.ts';
import { DataGrid, type GridColumn } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { IconPlus, IconUsers } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import { AccessBadge } from './AccessBadge.tsx';
import { AccessButton } from './AccessButton.tsx';
import classes from './PeoplePage.module.css';
import { RoleSelect } from './RoleSelect.tsx';

const AddPerson = lazyPart(() => import('./AddPerson.tsx').then((module) => module.AddPerson));
const DisablePerson = lazyPart(() => import('./DisablePerson.tsx').then((module) => module.DisablePerson));
const personId = (person: Person) => person.id;

/** The local accounts: who there is, in which role, and who may sign in. */
export function PeoplePage() {
  const { t } = useTranslation('session');
  const { id: self } = usePerson();
  const { data } = useSuspenseQuery(peopleQuery());
  const [adding, setAdding] = useState(false);
  const [disabling, setDisabling] = useState<Person | null>(null);

  const columns = useMemo(
    (): GridColumn<Person>[] => [
      {
        id: 'name',
        header: t(($) => $.people.name),
        width: 180,
        grows: true,
        cell: (person) => <b className={classes.name}>{person.name}</b>,
      },
      {
        id: 'role',
        header: t(($) => $.people.role),
        width: 180,
        cell: (person) => <RoleSelect person={person} isSelf={person.id === self} />,
      },
      {
        id: 'status',
        header: t(($) => $.people.status),
        width: 150,
        cell: ({ disabled }) => <AccessBadge disabled={disabled} />,
      },
      {
        id: 'since',
        header: t(($) => $.people.since),
        width: 200,
        cell: (person) => <TimeText at={person.createdAt} show="absolute" />,
      },
      {
        id: 'action',
        header: t(($) => $.people.action),
        width: 116,
        align: 'right',
        cell: (person) => <AccessButton person={person} isSelf={person.id === self} onDisable={setDisabling} />,
      },
    ],
    [self, t],
  );

  return (
    <>
      <PageTitle of={t(($) => $.people.title)} />
      <div className={classes.head}>
        <div>
          <Title order={1} size="h2">
            {t(($) => $.people.title)}
          </Title>
          <p className={classes.text}>{t(($) => $.people.text)}</p>
        </div>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t(($) => $.people.add)}
        </Button>
      </div>
      <DataGrid
        label={t(($) => $.people.title)}
        columns={columns}
        rows={data.people}
        rowId={personId}
        card={(person) => (
          <div className={classes.card}>
            <b className={classes.name}>{person.name}</b>
            <AccessBadge disabled={person.disabled} />
            <RoleSelect person={person} isSelf={person.id === self} />
            <AccessButton person={person} isSelf={person.id === self} onDisable={setDisabling} />
          </div>
        )}
        empty={
          <Empty icon={IconUsers} title={t(($) => $.people.empty)}>
            {t(($) => $.people.emptyText)}
          </Empty>
        }
      />
      {adding && <AddPerson onClose={() => setAdding(false)} />}
      {disabling && <DisablePerson person={disabling} onClose={() => setDisabling(null)} />}
    </>
  );
}
