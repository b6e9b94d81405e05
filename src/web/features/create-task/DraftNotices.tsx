import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlertTriangleFilled } from '#web/ui/icons.ts';
import { BroughtNotice } from './BroughtNotice.tsx';
import type { Draft } from './draft.ts';
import type { DraftInHand } from './use-draft.ts';

type Saved = Omit<DraftInHand<never>, 'draft' | 'change'>;
/** Drafts of every form tell where they come from. */
type Begun = { draft: Pick<Draft, 'brought'>; change: (part: { brought: null }) => void };

/** What a person has to know of a draft: where it comes from, and whether it is saved as it stands. */
export function DraftNotices({ hand }: { hand: Saved & Begun }) {
  const { brought } = hand.draft;
  return (
    <>
      <SavingNotice hand={hand} />
      {brought !== null && <BroughtNotice brought={brought} onDismiss={() => hand.change({ brought: null })} />}
    </>
  );
}

/** What has to be decided of a draft that is not saved as it stands. */
function SavingNotice({ hand }: { hand: Saved }) {
  const { t } = useTranslation('drafts');
  const { keeping, kept, lacksList, listLeftOut } = hand;
  const { standing } = keeping;
  const icon = <IconAlertTriangleFilled size={18} />;
  if (standing === 'changed' || standing === 'gone')
    return (
      <Alert color="orange" variant="outline" icon={icon} role="alert">
        <Text size="sm" fw={600}>
          {t(($) => $.notice[standing].title)}
        </Text>
        <Text size="sm">{t(($) => $.notice[standing].body)}</Text>
        <Group gap="xs" mt="sm">
          {standing === 'changed' && (
            <Button size="xs" loading={hand.decide.isPending} onClick={() => hand.decide.mutate('other')}>
              {t(($) => $.notice.takeOther)}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            loading={hand.decide.isPending}
            onClick={() => hand.decide.mutate('this')}
          >
            {t(($) => (standing === 'changed' ? $.notice.keepThis : $.notice.saveAgain))}
          </Button>
        </Group>
      </Alert>
    );
  if (standing === 'failed' || standing === 'too_large' || standing === 'too_many')
    return (
      <Alert color="red" variant="outline" icon={icon}>
        <Text size="sm" fw={600}>
          {t(($) => $.notice[standing].title)}
        </Text>
        <Text size="sm">{t(($) => $.notice[standing].body)}</Text>
        {!kept && <Text size="sm">{t(($) => $.notice.tabFull)}</Text>}
        <Button size="xs" variant="default" mt="sm" onClick={hand.saveNow}>
          {t(($) => $.notice.saveNow)}
        </Button>
      </Alert>
    );
  if (lacksList || listLeftOut || !kept)
    return (
      <Alert color="orange" variant="outline" icon={icon}>
        <Text size="sm">
          {t(($) => (lacksList ? $.notice.lacksList : listLeftOut ? $.notice.listLeftOut : $.notice.tabFull))}
        </Text>
      </Alert>
    );
  return null;
}
