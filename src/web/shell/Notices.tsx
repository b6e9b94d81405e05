import { lazy, Suspense, useRef, useSyncExternalStore } from 'react';
import { useNotices } from './notices-context.ts';

const NoticeBoard = lazy(() => import('./NoticeBoard.tsx').then((module) => ({ default: module.NoticeBoard })));

/** The place for notifications, empty until there is one. */
export function Notices() {
  const notices = useNotices();
  const waiting = useSyncExternalStore(notices.subscribe, notices.snapshot);
  const needed = useRef(false);
  needed.current ||= waiting.length > 0;
  return needed.current ? (
    <Suspense>
      <NoticeBoard />
    </Suspense>
  ) : null;
}
