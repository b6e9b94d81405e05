import type { Group } from '#shared/domain/catalogue.ts';

/** Devices in the chosen groups today; a device in two groups is counted in both, as the platform tells only sizes. */
export const groupDevices = (groups: readonly Group[], chosen: readonly string[]): number =>
  groups.filter(({ id }) => chosen.includes(id)).reduce((sum, { devices }) => sum + devices, 0);
