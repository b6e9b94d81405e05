import { keepPreviousData } from '@tanstack/react-query';
import { orpc } from './client.ts';
import { given } from './given.ts';
import { whenStale } from './when-stale.ts';

type DeviceRef = { connection: string; deviceId: string };

export const deviceSearchQuery = (connection: string, q: string) =>
  orpc.devices.find.queryOptions({ input: { connection, q }, enabled: q !== '', placeholderData: keepPreviousData });

export const deviceQuery = (device: DeviceRef) => orpc.devices.read.queryOptions({ input: device });

const pace = { staleMs: 5_000, idleMs: 60_000 };

/** What was seen of a device in its tasks. Read again when copies change, but not while the page is kept still. */
export const deviceTasksQuery = (
  device: DeviceRef,
  page: { limit: number; cursor?: string | undefined },
  isStill = false,
) =>
  orpc.devices.tasks.queryOptions({
    input: { ...device, ...given(page) },
    placeholderData: keepPreviousData,
    refetchInterval: whenStale(pace, isStill),
  });
