import { createFileRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { sessionQuery } from '#web/api/session.ts';
import { SignInPage } from '#web/features/session/SignInPage.tsx';

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
  loader: ({ context }) => context.i18n.loadNamespaces('session'),
  component: function SignInRoute() {
    const { next } = Route.useSearch();
    return <SignInPage next={next ?? '/'} />;
  },
});
