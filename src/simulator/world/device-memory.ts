/** What a device was told, whether by a task or by itself: messages, commands that wait for it, desired values of its shadow. */
import type { Fleet } from './fleet.ts';
import { mostKeptCommands, shadowVersion } from './instant.ts';
import { editDevice } from './registry.ts';
import { type SimTask, statusOf } from './task.ts';

type Tasks = ReadonlyMap<number, SimTask>;
/** Desired values of one service; null removes a property, an object without any clears them all. */
export type Wish = { serviceId: string; desired: Record<string, unknown> };

/**
 * What a call brought to a single device. `keptUntil`: when a command that waits for the device is gone, world time in ms. A command that was
 * answered leaves nothing behind.
 */
export type Told = { commandId: string } | { messageId: string } | { keptUntil: number };

export function tell(fleet: Fleet, device: number, told: Told): void {
  const { messages = [], keptUntil = [] } = fleet.edits.get(device) ?? {};
  if ('messageId' in told) editDevice(fleet, device, { messages: [...messages, told.messageId] });
  else if ('keptUntil' in told)
    editDevice(fleet, device, { keptUntil: [...keptUntil.slice(1 - mostKeptCommands), told.keptUntil] });
}

/** Whether the device was brought a message with this ID; `but` is a task that does not count. */
export function hasMessage(tasks: Tasks, fleet: Fleet, device: number, messageId: string, but?: SimTask): boolean {
  if (fleet.edits.get(device)?.messages?.includes(messageId) === true) return true;
  for (const task of tasks.values()) {
    if (task === but || task.order.type !== 'createMessages' || task.order.document?.['message_id'] !== messageId)
      continue;
    const subtask = task.rows.device.indexOf(device);
    if (subtask >= 0 && statusOf(task.rows, subtask) === 'Success') return true;
  }
  return false;
}

/** How many asynchronous commands wait for the device at a world time. */
export function keptCommands(tasks: Tasks, fleet: Fleet, device: number, at: number): number {
  let kept = (fleet.edits.get(device)?.keptUntil ?? []).filter((until) => at < until).length;
  for (const { order, rows } of tasks.values()) {
    if (order.type !== 'createAsyncCommands' || order.document?.['send_strategy'] !== 'delay') continue;
    const subtask = rows.device.indexOf(device);
    if (subtask >= 0 && statusOf(rows, subtask) === 'Processing') kept += 1;
  }
  return kept;
}

/** Takes the wishes over; each raises the version of its service by one. */
export function wish(fleet: Fleet, device: number, wishes: readonly Wish[]): void {
  const { shadows: versions, desired: before } = fleet.edits.get(device) ?? {};
  const shadows = { ...versions };
  const desired = { ...before };
  for (const { serviceId, desired: values } of wishes) {
    shadows[serviceId] = shadowVersion(fleet, device, serviceId) + 1;
    const merged = Object.keys(values).length === 0 ? {} : { ...desired[serviceId], ...values };
    desired[serviceId] = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  }
  editDevice(fleet, device, { shadows, desired });
}
