import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { deviceQuery, deviceTasksQuery } from '#web/api/devices.ts';
import { DevicePage } from '#web/features/devices/DevicePage.tsx';
import { textParam } from '#web/search-params.ts';

export const Route = createFileRoute('/c/$connection/devices/$deviceId')({
  validateSearch: z.object({ cursor: textParam(1_024) }),
  loader: async ({ context, params }) => {
    const words = context.i18n.loadNamespaces(['devices', 'errors', 'dictionary']);
    void context.queryClient.prefetchQuery(deviceTasksQuery(params, { limit: 50 }));
    await context.queryClient.ensureQueryData(deviceQuery(params));
    await words;
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
