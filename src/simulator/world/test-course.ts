/** What the tests of this folder share: which devices to take, and what the platform tells of them. */
import type { TestSimulator } from '#simulator/test-client.ts';
import { everDevice, tendencies } from './fleet.ts';
import { patterns } from './presence.ts';

export const counters = ['waitting', 'processing', 'success', 'fail', 'fail_wait_retry', 'stopped', 'removed'] as const;
export type Progress = Record<(typeof counters)[number] | 'total', number>;
/** Devices of every status. */
export const sum = (progress: Progress) => counters.reduce((total, name) => total + progress[name], 0);

/** IDs of water meters with this online pattern and tendency, on firmware 2.4.0. */
export function metersThat(platform: TestSimulator, pattern: string, tendency = 'sound', count = 5): string[] {
  const { fleet } = platform.world;
  const fits = (deviceId: string) => {
    const device = everDevice(fleet, deviceId);
    return (
      patterns[fleet.pattern[device] ?? 0] === pattern &&
      tendencies[fleet.tendency[device] ?? 0] === tendency &&
      fleet.versions[fleet.firmware[device] ?? 0] === '2.4.0' &&
      !fleet.frozen[device]
    );
  };
  return platform.meters(0, 34_000).filter(fits).slice(0, count);
}

/** One subtask of a task, as the platform tells it. */
export async function detail(platform: TestSimulator, taskId: string, target: string) {
  return (await platform.show(taskId, { target })).task_details[0];
}
