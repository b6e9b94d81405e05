import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '#web/ui/Empty.tsx';
import { IconNotes } from '#web/ui/icons.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';

/** The address of a draft that is not there for this person. */
export function NoSuchDraft({ connection }: { connection: string }) {
  const { t } = useTranslation('drafts');
  return (
    <>
      <PageTitle of={t(($) => $.noSuch.title)} />
      <Empty
        icon={IconNotes}
        title={t(($) => $.noSuch.title)}
        action={
          <Group justify="center" gap="xs">
            <LinkButton variant="default" to="/c/$connection/tasks/drafts" params={{ connection }}>
              {t(($) => $.all)}
            </LinkButton>
            <LinkButton to="/c/$connection/tasks/new" params={{ connection }} search={{ another: 'yes' }}>
              {t(($) => $.newDraft)}
            </LinkButton>
          </Group>
        }
      >
        {t(($) => $.noSuch.text)}
      </Empty>
    </>
  );
}
