import './styles/mantine.ts';
import './styles/app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createLiveCache } from '#web/api/live-cache.ts';
import { createLive } from '#web/api/live.ts';
import { isAnswer } from '#web/api/problem.ts';
import { createQueryClient } from '#web/api/query-client.ts';
import { sessionQuery } from '#web/api/session.ts';
import { browserTab } from '#web/api/tab.ts';
import { LiveContext } from '#web/api/use-live.ts';
import { startI18n } from '#web/i18n/i18n.ts';
import { createPartLoader, PartLoaderContext } from '#web/ui/part-loader.ts';
import { createAppRouter } from './router.tsx';
import { renewFailedStyles } from './renew-styles.ts';
import { securePage } from './secure-page.ts';
import { createNotices } from './shell/notices.ts';
import { NoticesContext } from './shell/notices-context.ts';
import { Themed } from './shell/Themed.tsx';

const nonce = securePage();

// This file's name changes with every build, and the server has only the newest one.
const parts = createPartLoader({
  isServed: async () => (await fetch(import.meta.url, { method: 'HEAD', cache: 'no-store' })).status !== 404,
  renewStyles: renewFailedStyles(document),
});
const notices = createNotices();
const queryClient = createQueryClient({
  say: (saying) => notices.add({ saying }),
  complain: (failure) => notices.add({ failure }),
  signedOut: () => leave(),
});
const live = createLive({
  cache: createLiveCache(queryClient, Date.now),
  openStream: (after) => new EventSource(`/api/v1/events?after=${encodeURIComponent(after)}`),
  tab: browserTab,
  signedIn: async () => (await queryClient.fetchQuery({ ...sessionQuery(), staleTime: 0 })).person !== null,
  onSessionEnded: () => leave(),
});

// The session and the words are both needed before anything can be drawn, so they are fetched side by side.
const session = queryClient.prefetchQuery(sessionQuery());
const i18n = await startI18n(['common', 'errors'], parts.fetched);
await session;
const router = createAppRouter({ queryClient, i18n, parts });

/** To the sign-in page by a fresh start, so that nothing of what the person could see stays in memory. */
function leave(): void {
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in') return;
  location.replace(router.buildLocation({ to: '/sign-in', search: href === '/' ? {} : { next: href } }).href);
}

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root element.');
createRoot(root, {
  // What the server answered is told by the page that asked; faults of the page itself belong into the browser's log.
  onCaughtError: (error) => {
    if (!isAnswer(error)) reportError(error);
  },
}).render(
  <I18nextProvider i18n={i18n}>
    <QueryClientProvider client={queryClient}>
      <LiveContext value={live}>
        <NoticesContext value={notices}>
          <PartLoaderContext value={parts}>
            <Themed nonce={nonce}>
              <RouterProvider router={router} />
            </Themed>
          </PartLoaderContext>
        </NoticesContext>
      </LiveContext>
    </QueryClientProvider>
  </I18nextProvider>,
);
