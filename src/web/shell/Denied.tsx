import { useTranslation } from 'react-i18next';
import { usePerson } from '#web/api/use-person.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { IconLock } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';

/** A page that the person's role does not include. */
export function Denied() {
  const { t } = useTranslation('common');
  const person = usePerson();
  return (
    <Empty
      wholePage
      icon={IconLock}
      title={t(($) => $.denied.title)}
      action={<LinkButton to="/">{t(($) => $.notFound.home)}</LinkButton>}
    >
      {t(($) => $.denied.text, { role: t(($) => $.role[person.role]) })}
    </Empty>
  );
}
