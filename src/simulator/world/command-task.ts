/**
 * A batch task of the older, northbound platform. Nothing of it is planned or stored: how each item goes follows from (seed, task,
 * device), so its state at a moment is looked up.
 */
import type { KnownDetailStatus } from '#wire/northbound/task-details.ts';
import type { KnownTaskStatus, KnownTaskType } from '#wire/northbound/tasks.ts';
import { deviceIdOf, type Fleet, tendencies } from './fleet.ts';
import { patterns, reachableFrom } from './presence.ts';
import { between, chance, hexOf } from './random.ts';

/** What a create asked for, after its checks; plain data, because a kept world replays it. */
export type CommandOrder = {
  name: string;
  type: KnownTaskType;
  timeoutSeconds: number;
  param: Record<string, unknown>;
  tags: { tagName: string; tagValue: string }[];
  /** Indices of devices, -1 for those that are none (their text is in `strangers`, by item); or how many lines a file has. */
  items: { devices: number[]; strangers: [item: number, text: string][] } | { lines: number };
};

/** `at`: when it was accepted, world time in ms; `createdMs` by the clock. */
export type CommandTask = { no: number; taskId: string; createdMs: number; at: number; order: CommandOrder };

/** An item at a moment. `expired`: the task's time ran out before it was sent. */
export type Item = {
  status: KnownDetailStatus;
  expired: boolean;
  /** The error, once it has failed. */
  error: { code: string; text: string } | null;
};

/** When an item is sent and when its result is known, world time in ms; Infinity = never. */
type Course = { sentAt: number; endsAt: number; failure: Item['error'] };

const preparingMs = 1500;
const sendEveryMs = 40;
const answerWithinMs = 5000;
const failureChance = { sound: 0.02, flaky: 0.5 } as const;

const failures = {
  noDevice: { code: '100403', text: 'The device is not existed.' },
  frozen: { code: '100422', text: 'The device is not online.' },
  refused: { code: '100434', text: 'The device answered that the command failed.' },
  line: { code: '100416', text: 'The device has already been bounded.' },
} as const;

export const sizeOf = ({ order: { items } }: CommandTask): number =>
  'lines' in items ? items.lines : items.devices.length;

const deadlineOf = ({ at, order }: CommandTask): number => at + order.timeoutSeconds * 1000;

function courseOf(fleet: Fleet, seed: number, task: CommandTask, item: number): Course {
  const { items, param } = task.order;
  const dispatchAt = task.at + preparingMs + item * sendEveryMs;
  const key = [seed, task.no, item] as const;
  if ('lines' in items) {
    const fails = chance(...key, 41) < 0.1;
    return {
      sentAt: dispatchAt,
      endsAt: dispatchAt + between(300, 1500, ...key, 42),
      failure: fails ? failures.line : null,
    };
  }
  const device = items.devices[item] ?? -1;
  const atOnce = { sentAt: dispatchAt, endsAt: dispatchAt + 300 };
  if (device < 0 || fleet.removed[device]) return { ...atOnce, failure: failures.noDevice };
  if (fleet.frozen[device]) return { ...atOnce, failure: failures.frozen };
  const pattern = patterns[fleet.pattern[device] ?? 0] ?? 'gone';
  const sentAt = reachableFrom(seed, device, pattern, dispatchAt);
  const tendency = tendencies[fleet.tendency[device] ?? 0] ?? 'sound';
  // Such a device takes the command and never answers.
  if (tendency === 'doomed') return { sentAt, endsAt: Infinity, failure: null };
  const retransmits = typeof param['maxRetransmit'] === 'number' ? param['maxRetransmit'] : 0;
  for (let attempt = 0; ; attempt += 1) {
    const fails = chance(...key, attempt, 43) < failureChance[tendency];
    if (fails && attempt < retransmits) continue;
    const endsAt = sentAt + attempt * answerWithinMs + between(200, answerWithinMs, ...key, attempt, 44);
    return { sentAt, endsAt, failure: fails ? failures.refused : null };
  }
}

/** An item at a world time. */
export function itemAt(fleet: Fleet, seed: number, task: CommandTask, item: number, now: number): Item {
  const { sentAt, endsAt, failure } = courseOf(fleet, seed, task, item);
  const deadline = deadlineOf(task);
  if (endsAt <= Math.min(now, deadline)) {
    return { status: failure === null ? 'Success' : 'Fail', expired: false, error: failure };
  }
  if (now >= deadline) return { status: 'Timeout', expired: sentAt > deadline, error: null };
  return { status: sentAt <= now ? 'WaitResult' : 'Pending', expired: false, error: null };
}

/** The counters as the platform prints them, and the status they make. */
export type CommandCounts = {
  status: KnownTaskStatus;
  total: number;
  success: number;
  fail: number;
  timeout: number;
  expired: number;
};

export function countItems(fleet: Fleet, seed: number, task: CommandTask, now: number): CommandCounts {
  const counts = { total: sizeOf(task), success: 0, fail: 0, timeout: 0, expired: 0 };
  for (let item = 0; item < counts.total; item += 1) {
    const { status, expired } = itemAt(fleet, seed, task, item, now);
    if (status === 'Success') counts.success += 1;
    else if (status === 'Fail') counts.fail += 1;
    else if (status === 'Timeout') counts[expired ? 'expired' : 'timeout'] += 1;
  }
  const ended = counts.success + counts.fail + counts.timeout + counts.expired === counts.total;
  if (now < task.at + preparingMs) return { ...counts, status: 'Pending' };
  if (!ended) return { ...counts, status: 'Running' };
  return { ...counts, status: counts.timeout + counts.expired > 0 ? 'Timeout' : 'Complete' };
}

/** What a subtask is about: a device and the command sent to it, or a line of a file. */
export function itemParam(
  fleet: Fleet,
  seed: number,
  task: CommandTask,
  item: number,
): Record<string, string | number> {
  const { items } = task.order;
  if ('lines' in items) return { index: item + 1, nodeId: `86${hexOf(13, seed, task.no, item, 45)}` };
  const device = items.devices[item] ?? -1;
  const stranger = items.strangers.find(([index]) => index === item)?.[1] ?? '';
  return { deviceId: device < 0 ? stranger : deviceIdOf(fleet, device), commandId: hexOf(32, seed, task.no, item, 46) };
}
