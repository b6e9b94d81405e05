import { useState, useSyncExternalStore } from 'react';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { useNotices } from './notices-context.ts';

const NoticeBoard = lazyPart(() => import('./NoticeBoard.tsx').then((module) => module.NoticeBoard));

/** The place for notifications, empty until there is one. */
export function Notices() {
  const notices = useNotices();
  const waiting = useSyncExternalStore(notices.subscribe, notices.snapshot);
  const [needed, setNeeded] = useState(false);
  if (waiting.length > 0 && !needed) setNeeded(true);
  return needed ? <NoticeBoard /> : null;
}
