/**
 * `output` of a subtask that succeeded, by type. No page shows one but in words: that of createDevices holds the device's secret,
 * fingerprint, ID and space (docs/simulator-differences.md).
 */
import { secretOf, deviceIdOf } from '#simulator/world/fleet.ts';
import { shadowsOf, shadowVersion } from '#simulator/world/instant.ts';
import { hexOf } from '#simulator/world/random.ts';
import { resultAt } from '#simulator/world/results.ts';
import type { SimTask } from '#simulator/world/task.ts';
import type { World } from '#simulator/world/world.ts';
import { spaceAt } from './checks.ts';

/** The text, or null when the subtask has none. */
export function outputOf(world: World, task: SimTask, subtask: number): string | null {
  const { fleet, seed } = world;
  const { order, rows } = task;
  const device = rows.device[subtask] ?? -1;
  const result = resultAt(rows.result[subtask] ?? 0);
  if (!result.ok) return null;
  const uuid = uuidOf(hexOf(32, seed, task.no, device, 711));
  switch (order.type) {
    case 'createDevices':
      return JSON.stringify({
        app_id: spaceAt(world, order.space).appId,
        device_id: deviceIdOf(fleet, device),
        ...secretOf(fleet, seed, device),
      });
    case 'createCommands':
      return JSON.stringify({
        command_id: uuid,
        response: {
          result_code: 0,
          response_name: 'RESULT',
          paras: {},
        },
      });
    case 'createAsyncCommands':
      return JSON.stringify({ command_id: uuid, status: 'SUCCESSFUL' });
    case 'createMessages':
      return JSON.stringify({ message_id: order.document?.['message_id'] ?? uuid, result: { status: 'DELIVERED' } });
    case 'updateDeviceShadows':
      return JSON.stringify({
        shadow: shadowsOf(order.document).map(({ serviceId }) => ({
          service_id: serviceId,
          version: shadowVersion(fleet, device, serviceId),
        })),
      });
    default:
      return result.output;
  }
}

export const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
