import { Alert, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCloudOff } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';

type Props = { seenAt: number; busy: boolean; onAskAgain(): void };

/** The platform could not be asked, so the page shows the task as last seen, and says when that was. */
export function StaleNotice({ seenAt, busy, onAskAgain }: Props) {
  const { t } = useTranslation('task');
  return (
    <Alert
      role="status"
      color="orange"
      variant="outline"
      icon={<IconCloudOff aria-hidden />}
      title={t(($) => $.stale.title)}
    >
      {t(($) => $.stale.text)} <TimeText at={seenAt} />
      <Button ml="md" size="compact-sm" variant="default" loading={busy} onClick={onAskAgain}>
        {t(($) => $.stale.action)}
      </Button>
    </Alert>
  );
}
