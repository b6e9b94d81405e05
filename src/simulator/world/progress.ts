/**
 * How tasks take their course. Nothing ticks: each step plans the next on the agenda, and `settle` carries out what is due.
 * A 30,000-device task costs a few entries per device over its life and nothing in between.
 */
import type { Agenda, Planned } from './agenda.ts';
import { planAttempt } from './attempt.ts';
import type { UpgradePackage } from './catalogue.ts';
import { hasMessage, keptCommands } from './device-memory.ts';
import { takeEffect } from './effects.ts';
import type { Fleet } from './fleet.ts';
import { newPace, nextInLine, noteHandOut, wantsHandOut } from './pace.ts';
import { patterns, reachableFrom } from './presence.ts';
import { resultAt, resultNumber } from './results.ts';
import { keptTargets, resolveTargets, rowByRow } from './targets.ts';
import { countOf, isFinal, newRows, setStatus, type SimTask, statusOf } from './task.ts';

export type Progress = {
  /** Carries out everything that is due at this world time. */
  settle(now: number): void;
  /** Starts a task that was just accepted. */
  accept(task: SimTask, now: number, startsAt: number): void;
  /** Makes these subtasks start over; the caller has checked that they may. */
  restart(task: SimTask, subtasks: Iterable<number>, now: number): void;
  /** Lets these waiting subtasks start; the caller has checked that the task needs it. */
  confirm(task: SimTask, subtasks: Iterable<number>, now: number): void;
  /** Stops these subtasks at once. */
  halt(task: SimTask, subtasks: Iterable<number>, now: number): void;
  /** Stops the whole task: what runs is given a few seconds. */
  haltAll(task: SimTask, now: number): void;
};

export type ProgressInput = {
  seed: number;
  fleet: Fleet;
  agenda: Agenda;
  tasks: ReadonlyMap<number, SimTask>;
  /** Which upgrade is running on a device: its number + 1, or 0. */
  busy: Int32Array;
  /** Takes record IDs for this many subtasks. */
  takeIds(task: SimTask, count: number): { idPrefix: string; idFirst: number };
  /** Members of a group at a world time, or null when the space has no such group. */
  membersOf(groupId: string, space: number, at: number): Int32Array | null;
  /** What an upgrade installs; null for tasks that install nothing. */
  buildsOf(task: SimTask): readonly UpgradePackage[] | null;
  /** Share of attempts that the network lets fail just now. */
  outage(): number;
};

/** How long an upgrade waits for a device that is away (user manual of OTA for MQTT). */
const onlineWaitMs = 25 * 3_600_000;
const stoppingMs = 3000;
const minuteMs = 60_000;

export function createProgress(input: ProgressInput): Progress {
  const { seed, fleet, agenda, tasks, busy } = input;

  function plan(at: number, what: Planned['what'], task: SimTask, subtask = -1, result = 0): void {
    const epoch = subtask < 0 ? 0 : (task.rows.epoch[subtask] ?? 0);
    agenda.plan({ at, what, task: task.no, subtask, epoch, result });
  }

  function settle(now: number): void {
    for (let entry = agenda.takeDue(now); entry !== null; entry = agenda.takeDue(now)) {
      const task = tasks.get(entry.task);
      if (task === undefined) continue;
      if (entry.subtask >= 0 && task.rows.epoch[entry.subtask] !== entry.epoch) continue;
      carryOut(task, entry);
    }
  }

  function carryOut(task: SimTask, { what, at, subtask, result }: Planned): void {
    if (what === 'initialised') return initialise(task, at);
    if (what === 'due') return start(task, at);
    if (what === 'dispatch') return dispatch(task, at);
    if (what === 'stopped') return finishStop(task);
    if (what === 'online') {
      if (reachableAt(task, subtask, at)) attempt(task, subtask, at);
      else fail(task, subtask, resultNumber('onlineTimeout'), at);
    } else if (what === 'ended') {
      end(task, subtask, result, at);
    } else {
      setStatus(task.rows, subtask, 'Waitting');
      handOutAgain(task, [subtask], at);
    }
    conclude(task);
  }

  function accept(task: SimTask, now: number, startsAt: number): void {
    const { targets: source } = task.order;
    const targets =
      'deviceIds' in source ? source.deviceIds.length : 'records' in source ? source.records.length : 1000;
    const ready = now + 1500 + targets / 10;
    plan(Math.ceil(ready), 'initialised', task);
    task.pace.nextAt = Math.max(Math.ceil(ready), startsAt);
  }

  function initialise(task: SimTask, at: number): void {
    if (task.status !== 'Initializing') return;
    const { order } = task;
    const resolved = resolveTargets(order, fleet, (groupId) => input.membersOf(groupId, order.space, at));
    if (typeof resolved === 'string') {
      task.status = 'Fail';
      task.statusDesc = resolved;
      return;
    }
    const { devices, strangers } = resolved;
    task.rows = newRows(devices, strangers, input.takeIds(task, devices.length));
    if ('deviceIds' in order.targets && order.targets.deviceIds.length > keptTargets) {
      task.order = { ...order, targets: { deviceIds: [] } };
    } else if ('records' in order.targets && !rowByRow(order.type)) {
      task.order = { ...order, targets: { ...order.targets, records: [] } };
    }
    if (task.pace.nextAt > at) {
      task.status = 'Waitting';
      plan(task.pace.nextAt, 'due', task);
    } else {
      start(task, at);
    }
  }

  function start(task: SimTask, at: number): void {
    if (isFinal(task.status) || task.status === 'Stopping') return;
    task.status = 'Processing';
    handOut(task, at);
    conclude(task);
  }

  /** Puts the next hand-out on the agenda, unless there is one or nothing to hand out. */
  function handOut(task: SimTask, at: number): void {
    const { pace, rows } = task;
    if (task.status !== 'Processing' || !wantsHandOut(pace, rows.size)) return;
    pace.planned = true;
    plan(Math.max(at, pace.nextAt), 'dispatch', task);
  }

  function handOutAgain(task: SimTask, subtasks: Iterable<number>, at: number): void {
    for (const subtask of subtasks) task.pace.redo.push(subtask);
    handOut(task, at);
  }

  function dispatch(task: SimTask, at: number): void {
    const { pace, rows } = task;
    pace.planned = false;
    if (task.status !== 'Processing') return;
    const subtask = takeWaiting(task);
    if (subtask < 0) return;
    noteHandOut(pace, at);
    const device = rows.device[subtask] ?? -1;
    const waits = device >= 0 && input.buildsOf(task) !== null && !fleet.frozen[device];
    const from = waits ? reachable(device, at) : at;
    if (from <= at) attempt(task, subtask, at);
    else plan(Math.min(from, at + onlineWaitMs), 'online', task, subtask);
    handOut(task, at);
    conclude(task);
  }

  /** The next subtask that still waits and may start, or -1. */
  function takeWaiting(task: SimTask): number {
    const { pace, rows } = task;
    for (;;) {
      const subtask = nextInLine(pace, rows.size);
      if (subtask < 0) return -1;
      const held = task.order.needConfirm === true && rows.confirmed[subtask] === 0;
      if (statusOf(rows, subtask) === 'Waitting' && !held) return subtask;
    }
  }

  const reachable = (device: number, at: number): number =>
    reachableFrom(seed, device, patterns[fleet.pattern[device] ?? 0] ?? 'gone', at);

  function reachableAt(task: SimTask, subtask: number, at: number): boolean {
    return reachable(task.rows.device[subtask] ?? -1, at) <= at;
  }

  function attempt(task: SimTask, subtask: number, at: number): void {
    const { rows, pace } = task;
    const device = rows.device[subtask] ?? -1;
    rows.epoch[subtask] = (rows.epoch[subtask] ?? 0) + 1;
    if (device >= 0 && fleet.removed[device]) return setStatus(rows, subtask, 'Removed');
    setStatus(rows, subtask, 'Processing');
    rows.attempts[subtask] = (rows.attempts[subtask] ?? 0) + 1;
    rows.result[subtask] = 0;
    pace.inFlight += 1;
    if (device < 0) {
      const result = task.order.type === 'createDevices' ? 'done' : 'noDevice';
      plan(at + 800, 'ended', task, subtask, resultNumber(result));
      return;
    }
    const builds = input.buildsOf(task);
    const holder = busy[device] ?? 0;
    const planned = planAttempt({
      seed,
      task: task.no,
      type: task.order.type,
      document: task.order.document,
      device,
      attempt: rows.attempts[subtask] ?? 1,
      fleet,
      builds,
      busy: builds !== null && holder !== 0,
      awayMs: Math.max(0, reachable(device, at) - at),
      handedOut: pace.handedOut / rows.size,
      usedMessage: isUsedMessage(task, device),
      keptCommands: task.order.type === 'createAsyncCommands' ? keptCommands(tasks, fleet, device, at) - 1 : 0,
      outage: input.outage(),
    });
    if (builds !== null && holder === 0) busy[device] = task.no + 1;
    plan(at + planned.lastsMs, 'ended', task, subtask, planned.result);
  }

  function isUsedMessage(task: SimTask, device: number): boolean {
    const messageId = task.order.type === 'createMessages' ? task.order.document?.['message_id'] : null;
    return typeof messageId === 'string' && hasMessage(tasks, fleet, device, messageId, task);
  }

  function leave(task: SimTask, subtask: number): void {
    task.pace.inFlight -= 1;
    const device = task.rows.device[subtask] ?? -1;
    if (device >= 0 && busy[device] === task.no + 1) busy[device] = 0;
  }

  function end(task: SimTask, subtask: number, planned: number, at: number): void {
    leave(task, subtask);
    const device = task.rows.device[subtask] ?? -1;
    if (device >= 0 && fleet.removed[device]) {
      setStatus(task.rows, subtask, 'Removed');
    } else {
      const builds = input.buildsOf(task);
      const result = resultAt(planned).ok ? (takeEffect({ seed, fleet, task, subtask, builds }) ?? planned) : planned;
      if (resultAt(result).ok) {
        setStatus(task.rows, subtask, 'Success');
        task.rows.result[subtask] = result;
      } else {
        fail(task, subtask, result, at);
      }
    }
    handOut(task, at);
  }

  function fail(task: SimTask, subtask: number, result: number, at: number): void {
    const { rows } = task;
    const retry = task.order.retry;
    const used = rows.autoRetries[subtask] ?? 0;
    rows.result[subtask] = result;
    if (retry === null || used >= retry.count || retry.intervalMinutes === 0 || task.status !== 'Processing') {
      setStatus(rows, subtask, 'Fail');
      return;
    }
    rows.autoRetries[subtask] = used + 1;
    setStatus(rows, subtask, 'FailWaitRetry');
    plan(at + retry.intervalMinutes * minuteMs, 'again', task, subtask);
  }

  function conclude(task: SimTask): void {
    const { rows } = task;
    if (task.status !== 'Processing') return;
    if (countOf(rows, 'Waitting') + countOf(rows, 'Processing') + countOf(rows, 'FailWaitRetry') > 0) return;
    const succeeded = countOf(rows, 'Success');
    const failed = countOf(rows, 'Fail');
    const stopped = countOf(rows, 'Stopped');
    if (succeeded > 0) task.status = failed + stopped > 0 ? 'PartialSuccess' : 'Success';
    else task.status = failed === 0 && stopped > 0 ? 'Stopped' : 'Fail';
  }

  function restart(task: SimTask, subtasks: Iterable<number>, now: number): void {
    const again = [...subtasks];
    for (const subtask of again) {
      setStatus(task.rows, subtask, 'Waitting');
      task.rows.epoch[subtask] = (task.rows.epoch[subtask] ?? 0) + 1;
      task.rows.autoRetries[subtask] = 0;
      task.rows.result[subtask] = 0;
    }
    if (again.length === 0) return;
    task.status = 'Processing';
    handOutAgain(task, again, now);
  }

  function confirm(task: SimTask, subtasks: Iterable<number>, now: number): void {
    const free = [...subtasks];
    for (const subtask of free) task.rows.confirmed[subtask] = 1;
    handOutAgain(task, free, now);
  }

  function halt(task: SimTask, subtasks: Iterable<number>, now: number): void {
    for (const subtask of subtasks) stopOne(task, subtask);
    handOut(task, now);
    conclude(task);
  }

  function stopOne(task: SimTask, subtask: number): void {
    if (statusOf(task.rows, subtask) === 'Processing') leave(task, subtask);
    setStatus(task.rows, subtask, 'Stopped');
    task.rows.epoch[subtask] = (task.rows.epoch[subtask] ?? 0) + 1;
  }

  function haltAll(task: SimTask, now: number): void {
    for (let subtask = 0; subtask < task.rows.size; subtask += 1) {
      const status = statusOf(task.rows, subtask);
      if (status === 'Waitting' || status === 'FailWaitRetry') stopOne(task, subtask);
    }
    task.status = 'Stopping';
    task.pace = { ...newPace(), inFlight: task.pace.inFlight };
    plan(now + stoppingMs, 'stopped', task);
  }

  function finishStop(task: SimTask): void {
    if (task.status !== 'Stopping') return;
    for (let subtask = 0; subtask < task.rows.size; subtask += 1) {
      if (statusOf(task.rows, subtask) === 'Processing') stopOne(task, subtask);
    }
    task.status = 'Stopped';
  }

  return { settle, accept, restart, confirm, halt, haltAll };
}
