import { keepPreviousData } from '@tanstack/react-query';
import { orpc } from './client.ts';
import { given } from './given.ts';

type DeviceRef = { connection: string; deviceId: string };

export const deviceSearchQuery = (connection: string, q: string) =>
  orpc.devices.find.queryOptions({ input: { connection, q }, enabled: q !== '', placeholderData: keepPreviousData });

export const deviceQuery = (device: DeviceRef) => orpc.devices.read.queryOptions({ input: device });

export const deviceTasksQuery = (device: DeviceRef, page: { limit: number; cursor?: string | undefined }) =>
  orpc.devices.tasks.queryOptions({ input: { ...device, ...given(page) }, placeholderData: keepPreviousData });
