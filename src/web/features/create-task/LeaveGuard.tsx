import { Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Confirm } from '#web/ui/Confirm.tsx';
import type { Standing } from './draft-keeper.ts';

const safe: ReadonlySet<Standing> = new Set(['new', 'saved', 'unsaved', 'saving']);

/** Asks before a page is left whose draft could not be saved as it stands. What is about to be saved still is while one leaves. */
export function LeaveGuard({ standing }: { standing: Standing }) {
  const { t } = useTranslation(['create', 'drafts']);
  const isLost = !safe.has(standing);
  // Steps are addresses of the same page: going between them is not leaving.
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isLost && current.pathname !== next.pathname,
    enableBeforeUnload: () => isLost,
    withResolver: true,
  });
  return (
    <Confirm
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t(($) => $.leaveTitle)}
      confirmLabel={t(($) => $.leave)}
      onConfirm={() => blocker.proceed?.()}
    >
      <Text size="sm">{t(($) => $.leaveBody, { ns: 'drafts' })}</Text>
    </Confirm>
  );
}
