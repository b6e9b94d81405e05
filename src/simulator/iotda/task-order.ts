/** Reading the body of CreateBatchTask: every rule of the vendor's page, with the code the platform answers. */
import { type KnownTaskType, taskTypes } from '#wire/iotda/batch-tasks.ts';
import { parseBasicTime } from '#wire/iotda/time.ts';
import { isFinal, type TaskOrder } from '#simulator/world/task.ts';
import { packageIdsOf, type World } from '#simulator/world/world.ts';
import { recordsOf } from '#simulator/files/records.ts';
import { storedFile } from './batch-files.ts';
import { devicePattern, idPattern, isObject, namePattern, objectBody, spaceIndex } from './checks.ts';
import { documentRules } from './documents.ts';
import { guess, invalid, refuse } from './refusal.ts';

const maxTargets = 30_000;
const maxGroups = 100;
const horizonMs = 7 * 24 * 3_600_000;
const maxRetries = 5;
const maxIntervalMinutes = 1440;
const runningTasksPerSpace = 10;

/** What an upgrade installs. */
const packageTypes: Partial<Record<KnownTaskType, string>> = {
  firmwareUpgrade: 'firmwarePackage',
  softwareUpgrade: 'softwarePackage',
  moduleUpgrade: 'modulePackage',
};
/** Tasks whose rows come from an uploaded file and from nowhere else. */
const fileOnly: readonly KnownTaskType[] = ['createDevices', 'updateDevices', 'changeGateway'];
/** Tasks whose rows may come from an uploaded file. */
const fromFile: readonly KnownTaskType[] = [...fileOnly, 'deleteDevices', 'freezeDevices', 'unfreezeDevices'];

export function readOrder(world: World, sent: unknown): TaskOrder {
  const body = objectBody(sent);
  const space = readSpace(world, body['app_id']);
  const name = body['task_name'];
  if (typeof name !== 'string' || !namePattern.test(name)) throw invalid('task_name is malformed.');
  const type = taskTypes.find((one) => one === body['task_type']);
  if (type === undefined) throw invalid('task_type is unknown.');
  const mode = body['task_mode'] ?? null;
  if (mode !== null && mode !== 'GATEWAY') throw invalid('task_mode is unknown.');
  const needConfirm = body['need_confirm'] ?? null;
  if (needConfirm !== null && typeof needConfirm !== 'boolean') throw invalid('need_confirm is not a boolean.');
  const extInfo = body['task_ext_info'] ?? null;
  if (extInfo !== null && (!isObject(extInfo) || JSON.stringify(extInfo).length > 512)) {
    throw invalid('task_ext_info is malformed.');
  }

  const targets = readTargets(world, body, type);
  const document = readDocument(world, space, type, body['document'] ?? null);
  const { scheduledMs, retry } = readPolicy(world, body['task_policy'] ?? null);
  if (runningIn(world, space) >= runningTasksPerSpace) throw guess('too many tasks');
  return { space, name, type, mode, needConfirm, extInfo, document, scheduledMs, retry, targets };
}

function readSpace(world: World, appId: unknown): number {
  if (appId === undefined || appId === null) return world.fleet.catalogue.spaces.findIndex((space) => space.isDefault);
  if (typeof appId !== 'string' || !idPattern.test(appId)) throw invalid('app_id is malformed.');
  return spaceIndex(world, appId);
}

/** Of several sources one takes effect: targets, then targets_filter, then document_source. */
function readTargets(world: World, body: Record<string, unknown>, type: KnownTaskType): TaskOrder['targets'] {
  const { targets, targets_filter: filter, document_source: source } = body;
  if (!fileOnly.includes(type)) {
    if (targets !== undefined && targets !== null) {
      if (!Array.isArray(targets) || targets.length > maxTargets) throw invalid('targets is malformed or too long.');
      const deviceIds = targets.filter((one): one is string => typeof one === 'string' && devicePattern.test(one));
      if (deviceIds.length < targets.length) throw invalid('targets holds a malformed device ID.');
      if (deviceIds.length > 0) return { deviceIds };
    }
    if (isObject(filter)) {
      const ids: unknown = filter['group_ids'];
      if (!Array.isArray(ids) || ids.length === 0 || ids.length > maxGroups) throw invalid('group_ids is malformed.');
      const groupIds = ids.filter((one): one is string => typeof one === 'string' && /^[0-9a-fA-F-]{1,36}$/.test(one));
      if (groupIds.length < ids.length) throw invalid('group_ids holds a malformed group ID.');
      return { groupIds };
    }
  }
  if (typeof source !== 'string' || !devicePattern.test(source)) throw invalid('The task has no targets.');
  if (!fromFile.includes(type)) throw invalid('The type of the batch task takes no file.');
  const file = storedFile(world, source);
  if (file === null) throw refuse('IOTDA.014600');
  return { fileId: file.fileId, records: recordsOf(type, file.rows ?? []) };
}

function readDocument(world: World, space: number, type: KnownTaskType, document: unknown): TaskOrder['document'] {
  if (document !== null && !isObject(document)) throw invalid('document is malformed.');
  const packageType = packageTypes[type];
  if (packageType !== undefined) {
    const { packages, products } = world.fleet.catalogue;
    const wanted = packageIdsOf(document);
    if (wanted.length === 0) throw invalid('document names no package.');
    for (const packageId of wanted) {
      const found = packages.find((one) => one.packageId === packageId);
      if (found === undefined || found.withdrawn === true || products[found.product]?.space !== space)
        throw invalid('The package does not exist.');
      if (found.type !== packageType) throw invalid('The package is of another type.');
    }
    return document;
  }
  const check = documentRules[type];
  if (check === undefined) return document;
  if (document === null) throw invalid('document is missing.');
  check(document);
  return document;
}

function readPolicy(world: World, policy: unknown): Pick<TaskOrder, 'scheduledMs' | 'retry'> {
  if (policy === null) return { scheduledMs: null, retry: null };
  if (!isObject(policy)) throw invalid('task_policy is malformed.');
  const count = readCount(policy, 'retry_count', maxRetries);
  const intervalMinutes = readCount(policy, 'retry_interval', maxIntervalMinutes);
  if ((count === null) !== (intervalMinutes === null)) throw invalid('retry_count and retry_interval need each other.');
  const retry = count === null || intervalMinutes === null ? null : { count, intervalMinutes };

  const written = policy['schedule_time'] ?? null;
  if (written === null) return { scheduledMs: null, retry };
  const scheduledMs = typeof written === 'string' ? parseBasicTime(written) : null;
  if (scheduledMs === null) throw refuse('IOTDA.000009', 'schedule_time');
  const nowMs = world.clock.now();
  if (scheduledMs <= nowMs || scheduledMs > nowMs + horizonMs) throw invalid('schedule_time is out of range.');
  return { scheduledMs, retry };
}

function readCount(policy: Record<string, unknown>, name: string, max: number): number | null {
  const value = policy[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
    throw invalid(`${name} is out of range.`);
  }
  return value;
}

/** Tasks of the space that are being processed; one that waits for its time does not count. */
function runningIn(world: World, space: number): number {
  let running = 0;
  for (const task of world.tasks.values()) {
    if (task.order.space === space && task.status !== 'Waitting' && !isFinal(task.status)) running += 1;
  }
  return running;
}
