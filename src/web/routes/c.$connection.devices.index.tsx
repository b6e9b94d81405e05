import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { DevicesPage } from '#web/features/devices/DevicesPage.tsx';
import { textParam } from '#web/search-params.ts';

export const Route = createFileRoute('/c/$connection/devices/')({
  validateSearch: z.object({ q: textParam(256) }),
  loader: ({ context }) => context.i18n.loadNamespaces('devices'),
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
