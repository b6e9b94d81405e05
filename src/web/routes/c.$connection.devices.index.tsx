import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { textParam } from '#web/search-params.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const DevicesPage = lazyPart(
  () => import('#web/features/devices/DevicesPage.tsx').then((module) => module.DevicesPage),
  <PagePending />,
);

export const Route = createFileRoute('/c/$connection/devices/')({
  validateSearch: z.object({ q: textParam(256) }),
  loader: ({ context }) => Promise.all([DevicesPage.prefetch(), context.i18n.loadNamespaces('devices')]),
  component: function DevicesRoute() {
    const { connection } = Route.useParams();
    const { q = '' } = Route.useSearch();
    const navigate = Route.useNavigate();
    return (
      <DevicesPage
        key={connection}
        connection={connection}
        q={q}
        onSearch={(next) => void navigate({ search: next === '' ? {} : { q: next } })}
      />
    );
  },
});
