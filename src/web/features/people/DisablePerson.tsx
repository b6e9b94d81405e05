import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/domain/session.ts';
import { changePersonMutation } from '#web/api/session.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { useFocusBack } from '#web/ui/use-focus-back.ts';

/** Asks before an account is closed. */
export function DisablePerson({ person, onClose }: { person: Person; onClose(): void }) {
  const { t } = useTranslation('session');
  useFocusBack();
  const change = useMutation({ ...changePersonMutation(), onSettled: onClose });
  return (
    <Confirm
      opened
      danger
      busy={change.isPending}
      title={t(($) => $.people.disableTitle, { name: person.name })}
      confirmLabel={t(($) => $.people.disable)}
      onClose={onClose}
      onConfirm={() => change.mutate({ personId: person.id, disabled: true })}
    >
      {t(($) => $.people.disableText, { name: person.name })}
    </Confirm>
  );
}
