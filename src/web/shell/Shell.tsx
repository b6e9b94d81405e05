import { ActionIcon } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '#web/api/session.ts';
import { useLive } from '#web/api/use-live.ts';
import { Announcer } from '#web/ui/Announcer.tsx';
import { Hints } from '#web/ui/Hints.tsx';
import { IconMenu2, IconX } from '#web/ui/icons.ts';
import { Hold } from '#web/ui/use-hold.ts';
import { ClockOffset, createTicker, Ticking } from '#web/ui/use-now.ts';
import { ConnectionSwitch } from './ConnectionSwitch.tsx';
import { ConnectionTrouble } from './ConnectionTrouble.tsx';
import { Freshness } from './Freshness.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { LiveIndicator } from './LiveIndicator.tsx';
import { MissingParts } from './MissingParts.tsx';
import { Navigation } from './Navigation.tsx';
import { Notices } from './Notices.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import classes from './Shell.module.css';
import { Shortcuts } from './Shortcuts.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

// Parts of the bar and of every page that are fetched after the page stands.
const laterMs = 1_000;
const fetchLater = [
  () => import('#web/ui/HintTooltip.tsx'),
  () => import('#web/ui/MenuList.tsx'),
  () => import('./ConnectionBanner.tsx'),
  () => import('./LiveDetails.tsx'),
  () => import('./NoticeBoard.tsx'),
  () => import('./ShortcutsHelp.tsx'),
];

/** What surrounds every page: the bar on top, the navigation at the side, and nothing but the bar while signed out. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common');
  const { data: session, dataUpdatedAt } = useSuspenseQuery(sessionQuery());
  const live = useLive();
  const [navigationOpen, setNavigationOpen] = useState(false);
  const personId = session.person?.id ?? null;

  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const [ticker] = useState(createTicker);
  const content = useRef<HTMLElement>(null);
  const shownPath = useRef(pathname);

  // A page that opened takes the focus, so that reading and Tab go on in it; the link that led to it is gone by then.
  useEffect(() => {
    const main = content.current;
    const isNext = shownPath.current !== undefined && shownPath.current !== pathname;
    shownPath.current = pathname;
    if (!isNext || main === null) return;
    const had = document.activeElement;
    if (had === null || !main.contains(had)) return main.focus({ preventScroll: true });
    // The page of before may stand a moment longer, and what has the focus goes with it.
    const going = new MutationObserver(() => {
      if (had.isConnected && document.activeElement === had) return;
      going.disconnect();
      if (document.activeElement === document.body) main.focus({ preventScroll: true });
    });
    going.observe(main, { childList: true, subtree: true });
    return () => going.disconnect();
  }, [pathname]);
  // What happened since the session was read is told by the stream, so a page that reads later misses nothing in between.
  const start = useEffectEvent(() => live.start(session.lastEventId ?? ''));
  useEffect(() => (personId === null ? undefined : start()), [live, personId]);

  // A person reads what went wrong, and asks about it, just when nothing can be fetched any more.
  useEffect(() => {
    if (personId === null) return;
    let wanted = true;
    // One after the other: all of them at once make the page wait just when somebody begins to work.
    const fetchInTurn = async () => {
      for (const load of fetchLater) if (wanted) await load().catch(() => undefined);
    };
    const timer = setTimeout(() => void fetchInTurn(), laterMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [personId]);

  const Glyph = navigationOpen ? IconX : IconMenu2;
  return (
    <ClockOffset value={session.now - dataUpdatedAt}>
      <Ticking value={ticker}>
        <Hold value={live.hold}>
          <Freshness>
            <Announcer>
              <a className={classes.skip} href="#content">
                {t(($) => $.skipToContent)}
              </a>
              <header className={classes.bar}>
                {session.person && (
                  <ActionIcon
                    className={classes.burger}
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={navigationOpen ? t(($) => $.nav.close) : t(($) => $.nav.open)}
                    aria-expanded={navigationOpen}
                    aria-controls="navigation"
                    onClick={() => setNavigationOpen(!navigationOpen)}
                  >
                    <Glyph size={20} aria-hidden />
                  </ActionIcon>
                )}
                <span className={classes.product}>
                  <img src="/icon.svg" alt="" width={24} height={24} />
                  <span className={classes.name}>{t(($) => $.product)}</span>
                </span>
                {session.person && <ConnectionSwitch />}
                <span className={classes.space} />
                {session.person && <LiveIndicator />}
                <span className={classes.settings} data-moved={session.person !== null || undefined}>
                  <LanguageMenu />
                  <ThemeMenu />
                </span>
                {session.person && <PersonMenu person={session.person} />}
              </header>
              <div className={classes.body} data-bare={session.person === null || undefined}>
                {session.person && (
                  <Navigation
                    role={session.person.role}
                    open={navigationOpen}
                    version={session.version}
                    onGo={() => setNavigationOpen(false)}
                  />
                )}
                <main ref={content} id="content" className={classes.content} tabIndex={-1}>
                  {children}
                  <div className={classes.banners}>
                    {session.person && <ConnectionTrouble />}
                    <MissingParts />
                  </div>
                </main>
              </div>
              <Notices />
              <Hints />
              {session.person && <Shortcuts role={session.person.role} />}
            </Announcer>
          </Freshness>
        </Hold>
      </Ticking>
    </ClockOffset>
  );
}
