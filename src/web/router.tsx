import { createRouter } from '@tanstack/react-router';
import type { RouterContext } from './guards.ts';
import { routeTree } from './routeTree.gen.ts';
import { readSearch, writeSearch } from './search-params.ts';
import { NotFound } from './shell/NotFound.tsx';
import { PagePending } from './shell/PagePending.tsx';
import { RouteFailure } from './shell/RouteFailure.tsx';

/** The map of the product: one file per address under routes/. */
export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    // Query alone decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 200,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: RouteFailure,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
