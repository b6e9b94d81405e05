import type { Fleet } from './fleet.ts';
import { patterns, reachableFrom } from './presence.ts';
import { chance } from './random.ts';

export type DeviceStatus = 'ONLINE' | 'OFFLINE' | 'ABNORMAL' | 'INACTIVE' | 'FROZEN';

/** The status a device shows at a world time. */
export function deviceStatus(fleet: Fleet, seed: number, device: number, at: number): DeviceStatus {
  if (fleet.frozen[device]) return 'FROZEN';
  const pattern = patterns[fleet.pattern[device] ?? 0] ?? 'gone';
  if (pattern === 'inactive') return 'INACTIVE';
  if (pattern === 'gone') return chance(seed, device, 15) < 0.2 ? 'ABNORMAL' : 'OFFLINE';
  return reachableFrom(seed, device, pattern, at) <= at ? 'ONLINE' : 'OFFLINE';
}
