import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { deviceQuery, deviceTasksQuery } from '#web/api/devices.ts';
import { textParam } from '#web/search-params.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const DevicePage = lazyPart(
  () => import('#web/features/devices/DevicePage.tsx').then((module) => module.DevicePage),
  <PagePending />,
);

export const Route = createFileRoute('/c/$connection/devices/$deviceId')({
  validateSearch: z.object({ cursor: textParam(1_024) }),
  loader: async ({ context, params }) => {
    const words = context.i18n.loadNamespaces(['devices', 'errors', 'dictionary']);
    void context.queryClient.prefetchQuery(deviceTasksQuery(params, { limit: 50 }));
    const page = DevicePage.prefetch();
    await Promise.all([context.queryClient.ensureQueryData(deviceQuery(params)), words, page]);
  },
  component: function DeviceRoute() {
    const { connection, deviceId } = Route.useParams();
    const { cursor } = Route.useSearch();
    const navigate = Route.useNavigate();
    return (
      <DevicePage
        key={`${connection} ${deviceId}`}
        connection={connection}
        deviceId={deviceId}
        cursor={cursor}
        onPage={(next) => void navigate({ search: next === undefined ? {} : { cursor: next } })}
      />
    );
  },
});
