/** How one attempt goes that installs nothing: a command, a message, a shadow, device management. */
import type { KnownTaskType } from '#wire/iotda/batch-tasks.ts';
import { isObject } from '#simulator/iotda/checks.ts';
import { type Fleet, productOf, tendencies } from './fleet.ts';
import { between, chance } from './random.ts';
import type { ResultName } from './results.ts';
import { whyNotCommand, whyNotDesired } from './service-model.ts';

export type InstantInput = {
  type: KnownTaskType;
  document: Record<string, unknown> | null;
  device: number;
  fleet: Fleet;
  /** Until the device can be reached, ms; 0 when it can be now, Infinity when it never will. */
  awayMs: number;
  /** Its message ID was used on the device before. */
  usedMessage: boolean;
  /** How many asynchronous commands wait for it already. */
  keptCommands: number;
};

export type Course = { result: ResultName; lastsMs: number };

/** The platform waits this long for the answer to a command. */
const commandWaitMs = 20_000;
/** How long an asynchronous command is kept when it does not say. */
const defaultExpirySeconds = 24 * 3600;
/** How many of them the platform keeps for a device (vendor page of CreateAsyncCommand). */
export const mostKeptCommands = 20;
/** Chance that a device does not answer a command, by tendency. */
const silence = { sound: 0.02, flaky: 0.4, doomed: 0.8 } as const;

export function planInstant(input: InstantInput, key: readonly [number, number, number, number]): Course {
  const quickMs = between(200, 2500, ...key, 30);
  const document = input.document ?? {};
  switch (input.type) {
    case 'createCommands':
      return command(input, document, quickMs, key);
    case 'createAsyncCommands':
      return asyncCommand(input, document, quickMs);
    case 'createMessages':
      return { result: message(input), lastsMs: quickMs };
    case 'updateDeviceShadows':
      return { result: shadow(input, document), lastsMs: quickMs };
    case 'freezeDevices':
    case 'unfreezeDevices': {
      const direct = input.fleet.gateway[input.device] === input.device;
      return { result: direct ? 'done' : 'indirect', lastsMs: quickMs };
    }
    default:
      return { result: 'done', lastsMs: quickMs };
  }
}

function command(
  { fleet, device, awayMs }: InstantInput,
  document: Record<string, unknown>,
  quickMs: number,
  key: readonly [number, number, number, number],
): Course {
  const { protocol, services } = productOf(fleet, device);
  if (protocol !== 'MQTT') return { result: 'wrongProtocol', lastsMs: quickMs };
  const obstacle = whyNotCommand(services, document);
  if (obstacle !== null) return { result: obstacle, lastsMs: quickMs };
  if (fleet.frozen[device] || awayMs > 0) return { result: 'notOnline', lastsMs: quickMs };
  if (chance(...key, 31) >= silence[tendencies[fleet.tendency[device] ?? 0] ?? 'sound']) {
    return { result: 'done', lastsMs: between(300, 6000, ...key, 33) };
  }
  if (chance(...key, 32) < 0.2) return { result: 'notSubscribed', lastsMs: quickMs };
  return { result: 'commandTimeout', lastsMs: commandWaitMs };
}

function asyncCommand(
  { fleet, device, awayMs, keptCommands }: InstantInput,
  document: Record<string, unknown>,
  quickMs: number,
): Course {
  const { protocol, services } = productOf(fleet, device);
  if (protocol !== 'CoAP') return { result: 'wrongProtocol', lastsMs: quickMs };
  const obstacle = whyNotCommand(services, document);
  if (obstacle !== null) return { result: obstacle, lastsMs: quickMs };
  if (fleet.frozen[device]) return { result: 'notOnline', lastsMs: quickMs };
  if (awayMs === 0) return { result: 'done', lastsMs: quickMs };
  if (document['send_strategy'] !== 'delay') return { result: 'notOnline', lastsMs: quickMs };
  if (keptCommands >= mostKeptCommands) return { result: 'tooManyKept', lastsMs: quickMs };
  const expiryMs = expiryMsOf(document);
  return awayMs < expiryMs
    ? { result: 'done', lastsMs: awayMs + quickMs }
    : { result: 'asyncExpired', lastsMs: expiryMs };
}

/** How long an asynchronous command may wait for its device. */
export const expiryMsOf = (document: Record<string, unknown>): number =>
  (Number(document['expire_time'] ?? 0) || defaultExpirySeconds) * 1000;

function message({ fleet, device, usedMessage }: InstantInput): ResultName {
  if (productOf(fleet, device).protocol !== 'MQTT') return 'wrongProtocol';
  if (usedMessage) return 'messageExists';
  return fleet.frozen[device] ? 'notOnline' : 'done';
}

function shadow({ fleet, device }: InstantInput, document: Record<string, unknown>): ResultName {
  const { services } = productOf(fleet, device);
  for (const { serviceId, desired, version } of shadowsOf(document)) {
    const obstacle = whyNotDesired(services, serviceId, desired);
    if (obstacle !== null) return obstacle;
    if (version !== undefined && version !== shadowVersion(fleet, device, serviceId)) return 'shadowVersion';
  }
  return 'done';
}

export const shadowVersion = (fleet: Fleet, device: number, serviceId: string): number =>
  fleet.edits.get(device)?.shadows?.[serviceId] ?? 0;

/** The entries of a document of updateDeviceShadows, which was checked when the task was created. */
export function shadowsOf(
  document: Record<string, unknown> | null,
): { serviceId: string; desired: Record<string, unknown>; version: unknown }[] {
  const entries = document?.['shadow'];
  if (!Array.isArray(entries)) return [];
  return entries.filter(isObject).map(({ service_id: serviceId, desired, version }) => ({
    serviceId: String(serviceId),
    desired: isObject(desired) ? desired : {},
    version,
  }));
}
