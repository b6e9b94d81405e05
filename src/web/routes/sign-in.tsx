import { createFileRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { sessionQuery } from '#web/api/session.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const SignInPage = lazyPart(
  () => import('#web/features/session/SignInPage.tsx').then((module) => module.SignInPage),
  <PagePending />,
);

// Only a way within this console: `//host` would lead elsewhere.
const Search = z.object({
  next: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
});

export const Route = createFileRoute('/sign-in')({
  validateSearch: Search,
  beforeLoad: async ({ context }) => {
    const { person } = await context.queryClient.ensureQueryData(sessionQuery());
    if (person) throw redirect({ to: '/', replace: true });
  },
  loader: ({ context }) => Promise.all([SignInPage.prefetch(), context.i18n.loadNamespaces('session')]),
  component: function SignInRoute() {
    const { next } = Route.useSearch();
    return <SignInPage next={next ?? '/'} />;
  },
});
