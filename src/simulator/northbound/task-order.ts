/** Reading the body of a create: every rule of the vendor's page, with the code the platform answers. */
import { type TargetType, targetTypes, taskTypes } from '#wire/northbound/tasks.ts';
import { isObject } from '#simulator/iotda/checks.ts';
import { districts } from '#simulator/world/catalogue.ts';
import type { CommandOrder } from '#simulator/world/command-task.ts';
import { findDevice, productOf } from '#simulator/world/fleet.ts';
import { mix, seedOf } from '#simulator/world/random.ts';
import type { World } from '#simulator/world/world.ts';
import { admitApplication, applicationOf } from './call.ts';
import { refuse } from './refusal.ts';

const limits = { name: 256, timeout: [10, 2880], tagName: 128, tagValue: 1024, serviceId: 64, method: 128 } as const;
const maxRetransmits = 3;

export function readOrder(world: World, body: Record<string, unknown>): CommandOrder {
  const { appId, taskName, timeout, param } = body;
  for (const name of ['appId', 'taskName', 'taskType', 'timeout', 'param']) {
    if (body[name] === undefined || body[name] === null) throw refuse('invalid body');
  }
  if (!isText(appId, 64)) throw refuse('invalid body');
  admitApplication(world, appId);
  if (!isText(taskName, limits.name) || !isObject(param)) throw refuse('invalid body');
  const type = taskTypes.find((one) => one === body['taskType']);
  if (type === undefined) throw refuse('invalid body');
  if (!isWhole(timeout, ...limits.timeout)) throw refuse('invalid body');
  const tags = readTags(body['tags'] ?? []);
  const items = type === 'DeviceCmd' ? commandItems(world, param) : fileItems(world, param);
  assertFree(world, taskName, tags);
  return { name: taskName, type, timeoutSeconds: timeout, param, tags, items };
}

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= longest;
const isWhole = (value: unknown, from: number, to: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => isText(one, 256));

function readTags(tags: unknown): CommandOrder['tags'] {
  if (!Array.isArray(tags)) throw refuse('invalid body');
  return tags.map((tag: unknown) => {
    const { tagName, tagValue } = isObject(tag) ? tag : {};
    if (!isText(tagName, limits.tagName) || !isText(tagValue, limits.tagValue)) throw refuse('invalid body');
    return { tagName, tagValue };
  });
}

/** Names and tags are never used twice; and a user has one unfinished task at a time. */
function assertFree(world: World, name: string, tags: CommandOrder['tags']): void {
  for (const { order } of world.commandTasks.values()) {
    if (order.name === name) throw refuse('name taken');
    const used = tags.some((tag) =>
      order.tags.some(({ tagName, tagValue }) => tagName === tag.tagName && tagValue === tag.tagValue),
    );
    if (used) throw refuse('tag taken');
  }
}

/** Lines of a file that was uploaded by another way, which is not simulated: every file ID is taken to be one. */
function fileItems(world: World, { fileId }: Record<string, unknown>): CommandOrder['items'] {
  if (!isText(fileId, 64) || !/^[A-Za-z0-9_-]+$/.test(fileId)) throw refuse('no resource');
  return { lines: 5 + (mix(world.seed, seedOf(fileId), 51) % 16) };
}

function commandItems(world: World, param: Record<string, unknown>): CommandOrder['items'] {
  const { command, maxRetransmit, callbackUrl, type } = param;
  if (!isObject(command)) throw refuse('invalid body');
  const { serviceId, method, paras } = command;
  if (!isText(serviceId, limits.serviceId) || !isText(method, limits.method) || !isObject(paras ?? {})) {
    throw refuse('invalid body');
  }
  if (maxRetransmit !== undefined && !isWhole(maxRetransmit, 0, maxRetransmits)) throw refuse('invalid body');
  if (callbackUrl !== undefined && !(isText(callbackUrl, 1024) && URL.canParse(callbackUrl))) {
    throw refuse('invalid body');
  }
  const targets = targetTypes.find((one) => one === type);
  if (targets === undefined) throw refuse('invalid body');
  const items = chosenBy[targets](world, param);
  if (items.devices.length === 0) throw refuse('no resource');
  return items;
}

type Devices = Extract<CommandOrder['items'], { devices: number[] }>;
const chosenBy: Record<TargetType, (world: World, param: Record<string, unknown>) => Devices> = {
  DeviceList(world, { deviceList }) {
    if (!isTexts(deviceList)) throw refuse('invalid body');
    const strangers: Devices['strangers'] = [];
    const devices = [...new Set(deviceList)].map((deviceId, item) => {
      const device = findDevice(world.fleet, deviceId);
      if (device >= 0 && isOwn(world, device)) return device;
      strangers.push([item, deviceId]);
      return -1;
    });
    return { devices, strangers };
  },
  DeviceType(world, { deviceType, manufacturerId, model }) {
    if (!isText(deviceType, 256)) throw refuse('invalid body');
    return those(world, (device) => {
      const product = productOf(world.fleet, device);
      return (
        product.deviceType === deviceType &&
        (manufacturerId ?? product.manufacturer) === product.manufacturer &&
        (model ?? product.name) === product.name
      );
    });
  },
  DeviceArea(world, { deviceLocation }) {
    if (!isText(deviceLocation, 256)) throw refuse('invalid body');
    const { fleet } = world;
    return those(world, (device) => districts[fleet.district[device] ?? 0] === deviceLocation);
  },
  GroupList: (world, { groupList }) => membersOf(world, groupList, 'name'),
  GroupIdList: (world, { groupList }) => membersOf(world, groupList, 'groupId'),
  Broadcast: (world) => those(world, () => true),
};

const isOwn = (world: World, device: number): boolean => {
  const space = world.fleet.catalogue.spaces[productOf(world.fleet, device).space];
  return space?.appId === applicationOf(world);
};

function those(world: World, matches: (device: number) => boolean): Devices {
  const { fleet } = world;
  const devices: number[] = [];
  for (let device = 0; device < fleet.size; device += 1) {
    if (!fleet.removed[device] && isOwn(world, device) && matches(device)) devices.push(device);
  }
  return { devices, strangers: [] };
}

function membersOf(world: World, names: unknown, key: 'name' | 'groupId'): Devices {
  if (!isTexts(names)) throw refuse('invalid body');
  const members = new Set<number>();
  for (const name of names) {
    const group = world.fleet.catalogue.groups.find((one) => one[key] === name);
    if (group === undefined) throw refuse('no resource');
    for (const device of world.membersOf(group)) if (isOwn(world, device)) members.add(device);
  }
  return { devices: [...members], strangers: [] };
}
