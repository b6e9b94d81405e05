import { lazy, Suspense, useState, useSyncExternalStore } from 'react';
import { useNotices } from './notices-context.ts';

const NoticeBoard = lazy(() => import('./NoticeBoard.tsx').then((module) => ({ default: module.NoticeBoard })));

/** The place for notifications, empty until there is one. */
export function Notices() {
  const notices = useNotices();
  const waiting = useSyncExternalStore(notices.subscribe, notices.snapshot);
  const [needed, setNeeded] = useState(false);
  if (waiting.length > 0 && !needed) setNeeded(true);
  return needed ? (
    <Suspense>
      <NoticeBoard />
    </Suspense>
  ) : null;
}
