import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/domain/session.ts';
import { changePersonMutation } from '#web/api/session.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';

type Props = { person: Person; isSelf: boolean; onDisable(person: Person): void };

/** Lets a person in again, or asks before shutting them out. */
export function AccessButton({ person, isSelf, onDisable }: Props) {
  const { t } = useTranslation('session');
  const change = useMutation(changePersonMutation());
  if (person.disabled) {
    return (
      <Button
        size="xs"
        variant="default"
        loading={change.isPending}
        aria-label={t(($) => $.people.enableOf, { name: person.name })}
        onClick={() => change.mutate({ personId: person.id, disabled: false })}
      >
        {t(($) => $.people.enable)}
      </Button>
    );
  }
  return (
    <ActionButton
      size="xs"
      variant="default"
      reason={isSelf ? t(($) => $.people.yourself) : null}
      aria-label={t(($) => $.people.disableOf, { name: person.name })}
      onClick={() => onDisable(person)}
    >
      {t(($) => $.people.disable)}
    </ActionButton>
  );
}
