import { useTranslation } from 'react-i18next';
import { usePerson } from '#web/api/use-person.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { IconLock } from '#web/ui/icons.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { LinkButton } from '#web/ui/LinkButton.tsx';

/** A page that the person's role does not include. */
export function Denied() {
  const { t } = useTranslation('common');
  const person = usePerson();
  const title = t(($) => $.denied.title);
  return (
    <>
      <PageTitle of={title} />
      <Empty
        wholePage
        icon={IconLock}
        title={title}
        action={<LinkButton to="/">{t(($) => $.notFound.home)}</LinkButton>}
      >
        {t(($) => $.denied.text, { role: t(($) => $.role[person.role]) })}
      </Empty>
    </>
  );
}
