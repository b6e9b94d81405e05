import { Button, NativeSelect, Title } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Role } from '#shared/domain/roles.ts';
import type { Person } from '#shared/domain/session.ts';
import { changePersonMutation, peopleQuery } from '#web/api/session.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { DataGrid, type GridColumn } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { IconCircleCheckFilled, IconLock, IconPlus, IconUsers } from '#web/ui/icons.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';
import { TimeText } from '#web/ui/TimeText.tsx';
import classes from './PeoplePage.module.css';

const AddPerson = lazy(() => import('./AddPerson.tsx').then((module) => ({ default: module.AddPerson })));
const DisablePerson = lazy(() => import('./DisablePerson.tsx').then((module) => ({ default: module.DisablePerson })));
const personId = (person: Person) => person.id;

/** The local accounts: who there is, in which role, and who may sign in. */
export function PeoplePage() {
  const { t } = useTranslation(['session', 'common']);
  const self = usePerson();
  const { data } = useSuspenseQuery(peopleQuery());
  const { mutate: change, isPending } = useMutation(changePersonMutation());
  const [adding, setAdding] = useState<boolean | null>(null);
  const [disabling, setDisabling] = useState<Person | null>(null);

  const columns = useMemo((): GridColumn<Person>[] => {
    const yourself = (person: Person) => (person.id === self.id ? t(($) => $.people.yourself) : null);
    return [
      { id: 'name', header: t(($) => $.people.name), width: 180, grows: true, cell: (person) => <b>{person.name}</b> },
      {
        id: 'role',
        header: t(($) => $.people.role),
        width: 180,
        cell: (person) => (
          <NativeSelect
            size="xs"
            aria-label={t(($) => $.people.roleOf, { name: person.name })}
            value={person.role}
            disabled={isPending || person.id === self.id}
            title={yourself(person) ?? ''}
            data={Role.options.map((role) => ({ value: role, label: t(($) => $.role[role], { ns: 'common' }) }))}
            onChange={(event) => change({ personId: person.id, role: Role.parse(event.currentTarget.value) })}
          />
        ),
      },
      {
        id: 'status',
        header: t(($) => $.people.status),
        width: 150,
        cell: ({ disabled }) => (
          <StatusBadge
            look={disabled ? { tone: 'halted', icon: IconLock } : { tone: 'good', icon: IconCircleCheckFilled }}
            label={disabled ? t(($) => $.people.disabled) : t(($) => $.people.active)}
          />
        ),
      },
      {
        id: 'since',
        header: t(($) => $.people.since),
        width: 140,
        cell: (person) => <TimeText at={person.createdAt} show="absolute" />,
      },
      {
        id: 'action',
        header: t(($) => $.people.action),
        width: 110,
        align: 'right',
        cell: (person) =>
          person.disabled ? (
            <Button
              size="xs"
              variant="default"
              aria-label={t(($) => $.people.enableOf, { name: person.name })}
              onClick={() => change({ personId: person.id, disabled: false })}
            >
              {t(($) => $.people.enable)}
            </Button>
          ) : (
            <ActionButton
              size="xs"
              variant="default"
              reason={yourself(person)}
              aria-label={t(($) => $.people.disableOf, { name: person.name })}
              onClick={() => setDisabling(person)}
            >
              {t(($) => $.people.disable)}
            </ActionButton>
          ),
      },
    ];
  }, [change, isPending, self.id, t]);

  return (
    <>
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
        empty={
          <Empty icon={IconUsers} title={t(($) => $.people.empty)}>
            {t(($) => $.people.emptyText)}
          </Empty>
        }
      />
      <Suspense>
        {adding !== null && <AddPerson opened={adding} onClose={() => setAdding(false)} />}
        {disabling && <DisablePerson person={disabling} onClose={() => setDisabling(null)} />}
      </Suspense>
    </>
  );
}
