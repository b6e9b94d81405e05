import { useTranslation } from 'react-i18next';
import { Empty } from '#web/ui/Empty.tsx';
import { IconMoodEmpty } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';

/** The platform knows no task with the address's id. */
export function NoSuchTask({ connection }: { connection: string }) {
  const { t } = useTranslation('common');
  return (
    <Empty
      wholePage
      icon={IconMoodEmpty}
      title={t(($) => $.notFound.task)}
      action={
        <LinkButton to="/c/$connection/tasks" params={{ connection }}>
          {t(($) => $.notFound.home)}
        </LinkButton>
      }
    >
      {t(($) => $.notFound.text)}
    </Empty>
  );
}
