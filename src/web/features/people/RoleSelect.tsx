import { NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Role } from '#shared/domain/roles.ts';
import type { Person } from '#shared/domain/session.ts';
import { changePersonMutation } from '#web/api/session.ts';

/** A person's role. Choosing another one changes it at once. */
export function RoleSelect({ person, isSelf }: { person: Person; isSelf: boolean }) {
  const { t } = useTranslation(['session', 'common']);
  const change = useMutation(changePersonMutation());
  return (
    <NativeSelect
      size="xs"
      aria-label={t(($) => $.people.roleOf, { name: person.name })}
      value={change.isPending ? change.variables.role : person.role}
      disabled={change.isPending || isSelf}
      title={isSelf ? t(($) => $.people.yourself) : ''}
      data={Role.options.map((role) => ({ value: role, label: t(($) => $.role[role], { ns: 'common' }) }))}
      onChange={(event) => change.mutate({ personId: person.id, role: Role.parse(event.currentTarget.value) })}
    />
  );
}
