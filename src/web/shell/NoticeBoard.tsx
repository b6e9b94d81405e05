import '@mantine/core/styles/Notification.layer.css';
import '@mantine/notifications/styles.layer.css';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureWords } from '#web/i18n/use-failure-words.ts';
import { useNotices } from './notices-context.ts';

/** Shows one notification for each sentence: success for a while, failure until it is closed. */
export function NoticeBoard() {
  const { t } = useTranslation('common');
  const words = useFailureWords();
  const notices = useNotices();
  const waiting = useSyncExternalStore(notices.subscribe, notices.snapshot);
  useEffect(() => {
    for (const notice of notices.take()) {
      if ('saying' in notice) {
        notifications.show({ message: t(($) => $.says[notice.saying]), color: 'teal' });
      } else {
        const { title, advice } = words(notice.failure);
        notifications.show({ title, message: advice, color: 'red', autoClose: false, role: 'alert' });
      }
    }
  }, [waiting, notices, t, words]);
  return <Notifications position="bottom-right" limit={4} />;
}
