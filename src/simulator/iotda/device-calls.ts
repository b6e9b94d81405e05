/**
 * What is sent to a single device: commands, messages, desired values of its shadow, another gateway (platform contract A.14). They go
 * as the same attempt of a batch task would, only at once: how long a device takes to answer is not waited for.
 */
import { formatBasicTime } from '#wire/iotda/time.ts';
import { hasMessage, keptCommands, type Wish } from '#simulator/world/device-memory.ts';
import { deviceIdOf, findDevice } from '#simulator/world/fleet.ts';
import { expiryMsOf, planInstant, shadowsOf, shadowVersion } from '#simulator/world/instant.ts';
import { patterns, reachableFrom } from '#simulator/world/presence.ts';
import { resultAt, type ResultName, resultNumber } from '#simulator/world/results.ts';
import { mayMoveBehind } from '#simulator/world/registry.ts';
import type { World } from '#simulator/world/world.ts';
import { type Answer, type Call, type Handler, ok } from './call.ts';
import { objectBody } from './checks.ts';
import { namedDevice } from './device-changes.ts';
import { documentRules } from './documents.ts';
import { required, textField } from './fields.ts';
import { uuidOf } from './outputs.ts';
import { invalid, Refusal, refuse } from './refusal.ts';

type SentType = 'createCommands' | 'createAsyncCommands' | 'createMessages' | 'updateDeviceShadows';

/** Statuses of what the platform, or the device, says no to; 400 where nothing is known. */
const statuses: Partial<Record<ResultName, number>> = {
  notOnline: 403,
  tooManyKept: 403,
  notSubscribed: 403,
  // A command without an answer comes as 200 with an error in it (vendor page of CreateCommand).
  commandTimeout: 200,
};

export const sendCommand: Handler = (call) => {
  const { device, failure, id } = attempt(call, 'createCommands', objectBody(call.body));
  if (failure !== null) return failure;
  call.world.change({ kind: 'tell', device, told: { commandId: id } });
  return ok({ command_id: id, response: { result_code: 0, response_name: 'RESULT', paras: {} } });
};

export const sendAsyncCommand: Handler = (call) => {
  const { world } = call;
  const document = objectBody(call.body);
  const { device, failure, awayMs, id } = attempt(call, 'createAsyncCommands', document);
  if (failure !== null) return failure;
  const keptMs = Math.min(awayMs, expiryMsOf(document));
  world.change({ kind: 'tell', device, told: { keptUntil: world.now() + (awayMs > 0 ? keptMs : 0) } });
  return ok({
    ...document,
    device_id: deviceIdOf(world.fleet, device),
    command_id: id,
    created_time: formatBasicTime(world.clock.now()),
    status: awayMs > 0 ? 'PENDING' : 'SENT',
  });
};

export const sendMessage: Handler = (call) => {
  const { world } = call;
  const document = objectBody(call.body);
  const { device, failure, awayMs, id } = attempt(call, 'createMessages', document);
  if (failure !== null) return failure;
  const messageId = typeof document['message_id'] === 'string' ? document['message_id'] : id;
  world.change({ kind: 'tell', device, told: { messageId } });
  const created_time = formatBasicTime(world.clock.now());
  const result = { status: awayMs > 0 ? 'PENDING' : 'DELIVERED', created_time };
  return { status: 201, body: { message_id: messageId, result } };
};

export const showShadow: Handler = (call) => ok(shadowBody(call.world, namedDevice(call)));

export const updateShadow: Handler = (call) => {
  const document = objectBody(call.body);
  const { device, failure } = attempt(call, 'updateDeviceShadows', document);
  if (failure !== null) return failure;
  const wishes: Wish[] = shadowsOf(document).map(({ serviceId, desired }) => ({ serviceId, desired }));
  call.world.change({ kind: 'wish', device, wishes });
  return ok(shadowBody(call.world, device));
};

export const changeGateway: Handler = (call) => {
  const { world } = call;
  const device = namedDevice(call);
  const gatewayId = required(textField(objectBody(call.body), 'gateway_id', 128), 'gateway_id');
  const gateway = findDevice(world.fleet, gatewayId);
  if (gateway < 0) throw refuse('IOTDA.014000');
  if (!mayMoveBehind(world.fleet, device, gateway)) throw invalid('The device cannot be put behind this gateway.');
  world.change({ kind: 'move', device, gateway });
  return ok({ device_id: deviceIdOf(world.fleet, device), gateway_id: gatewayId });
};

type Attempted = { device: number; awayMs: number; id: string; failure: Answer | null };

/** Checks the document and draws how it goes; a result that is an error becomes the answer. */
function attempt(call: Call, type: SentType, document: Record<string, unknown>): Attempted {
  const { world } = call;
  const { fleet, seed, tasks } = world;
  const device = namedDevice(call);
  documentRules[type]?.(document);
  const now = world.now();
  const pattern = patterns[fleet.pattern[device] ?? 0] ?? 'gone';
  const awayMs = Math.max(0, reachableFrom(seed, device, pattern, now) - now);
  const messageId = document['message_id'];
  const usedMessage = typeof messageId === 'string' && hasMessage(tasks, fleet, device, messageId);
  const kept = keptCommands(tasks, fleet, device, now);
  const input = { type, document, device, fleet, awayMs, usedMessage, keptCommands: kept };
  const { result } = planInstant(input, [seed, 0, device, world.inventory.changes]);
  const id = uuidOf(world.freshHex(32));
  // Whether the device comes before the command expires is not known yet.
  if (result === 'done' || result === 'asyncExpired') return { device, awayMs, id, failure: null };
  return { device, awayMs, id, failure: failureOf(result, id) };
}

function failureOf(result: ResultName, id: string): Answer {
  const told = resultAt(resultNumber(result));
  if (told.ok) throw new RangeError(`${result} is no failure`);
  const status = statuses[result] ?? 400;
  if (status !== 200) throw new Refusal(status, told.code, told.message);
  return ok({ command_id: id, error_code: told.code, error_msg: told.message });
}

function shadowBody({ fleet }: World, device: number) {
  const { shadows = {}, desired = {} } = fleet.edits.get(device) ?? {};
  return {
    device_id: deviceIdOf(fleet, device),
    shadow: Object.keys(shadows).map((serviceId) => ({
      service_id: serviceId,
      desired: { properties: desired[serviceId] ?? {} },
      version: shadowVersion(fleet, device, serviceId),
    })),
  };
}
