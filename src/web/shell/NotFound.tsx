import { useTranslation } from 'react-i18next';
import { Empty } from '#web/ui/Empty.tsx';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { IconMoodEmpty } from '#web/ui/icons.ts';

/** An address that shows nothing. */
export function NotFound() {
  const { t } = useTranslation('common');
  const title = t(($) => $.notFound.title);
  return (
    <>
      <PageTitle of={title} />
      <Empty
        wholePage
        icon={IconMoodEmpty}
        title={title}
        action={<LinkButton to="/">{t(($) => $.notFound.home)}</LinkButton>}
      >
        {t(($) => $.notFound.text)}
      </Empty>
    </>
  );
}
