import type { Clock } from '#server/clock.ts';
import { noCounts } from '#shared/domain/counting.ts';
import { nameTakenCode, taskUnfinishedCode } from '#wire/northbound/errors.ts';
import { appKeyHeader } from '#wire/northbound/session.ts';
import { batchTaskBase, CreateTask, CreateTaskResponse } from '#wire/northbound/tasks.ts';
import { commandOfRequest } from './command-of-request.ts';
import { bareUrl, kindOf } from './northbound-words.ts';
import type { Json, SeenTask } from './port.ts';
import type { CommandTargets, DeviceCommand, DeviceCommands } from './port-commands.ts';
import { redact } from './redact.ts';
import type { Transport } from './transport.ts';

/** The platform does not say when the task before will end. */
const askAgainMs = 30_000;

/** Device commands through the northbound v1.1.0 API (Creating a Batch Task). */
export function createNorthboundCommands(
  transport: Transport,
  { appId, origin }: { appId: string; origin: string },
  clock: Clock,
): DeviceCommands {
  const describe = (command: DeviceCommand) => {
    const { callbackUrl } = command;
    return redact(bodyOf({ ...command, callbackUrl: callbackUrl && bareUrl(callbackUrl) }, appId));
  };
  return {
    describe,
    read: (body, of) => commandOfRequest(body, appId, of === 'task'),
    curl: (command) => curlOf(`${origin}/${[...batchTaskBase, 'tasks'].join('/')}`, appId, describe(command)),
    async send(command, call) {
      const checked = CreateTask.safeParse(bodyOf(command, appId)).data;
      if (checked === undefined) throw new RangeError('not a command that this platform takes');
      const body = JSON.stringify(checked);
      const written = await transport.write({ segments: ['tasks'], body }, CreateTaskResponse, call);
      if (written.kind === 'done')
        return { ...written, value: newTask(written.value, command, clock.now(), describe(command)) };
      // Both come with HTTP 200, and neither is a refusal for good.
      if (written.kind === 'refused' && written.code === taskUnfinishedCode)
        return { kind: 'not_sent', reason: 'another_task_runs', retryAfterMs: askAgainMs };
      if (written.kind === 'refused' && written.code === nameTakenCode)
        return { kind: 'unknown', reason: 'name_exists', fencedAt: null };
      return written;
    },
  };
}

/** A single quote cannot stand inside single quotes: it closes them, stands alone and opens them again. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function curlOf(url: string, appId: string, body: Json): string {
  const headers = [`${appKeyHeader}: ${appId}`, 'Authorization: Bearer ACCESS_TOKEN', 'Content-Type: application/json'];
  return [
    `curl ${quoted(url)}`,
    '--cert client.pem --key client-key.pem --cacert platform-ca.pem',
    ...headers.map((header) => `-H ${quoted(header)}`),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

function bodyOf({ platformName, timeout, command, tags, ...more }: DeviceCommand, appId: string) {
  const { targets, resends, callbackUrl, groupTag } = more;
  return {
    appId,
    timeout,
    taskName: platformName,
    taskType: 'DeviceCmd',
    param: {
      ...targetsOf(targets),
      command: { serviceId: command.serviceId, method: command.name, paras: command.parameters },
      ...(callbackUrl === null ? {} : { callbackUrl }),
      ...(resends === null ? {} : { maxRetransmit: resends }),
      ...(groupTag === null ? {} : { groupTag }),
    },
    ...(tags.length === 0 ? {} : { tags: tags.map(({ name, value }) => ({ tagName: name, tagValue: value })) }),
  };
}

function targetsOf(targets: CommandTargets) {
  switch (targets.source) {
    case 'devices':
      return { type: 'DeviceList', deviceList: [...targets.deviceIds] } as const;
    case 'type': {
      const { deviceType, manufacturerId, model } = targets;
      const narrower = {
        ...(manufacturerId !== undefined && { manufacturerId }),
        ...(model !== undefined && { model }),
      };
      return { type: 'DeviceType', deviceType, ...narrower } as const;
    }
    case 'area':
      return { type: 'DeviceArea', deviceLocation: targets.location } as const;
    case 'groups_by_name':
      return { type: 'GroupList', groupList: [...targets.names] } as const;
    case 'groups_by_id':
      return { type: 'GroupIdList', groupList: [...targets.ids] } as const;
    case 'all':
      return { type: 'Broadcast' } as const;
  }
}

function newTask(
  { taskID, taskId }: { taskID?: string | undefined; taskId?: string | undefined },
  { platformName, targets }: DeviceCommand,
  now: number,
  request: SeenTask['request'],
): SeenTask {
  return {
    id: taskID ?? taskId ?? '',
    platformName,
    kind: kindOf('DeviceCmd'),
    state: 'waiting',
    rawState: '',
    note: null,
    counts: noCounts,
    createdAt: now,
    startsAt: null,
    retry: null,
    packageIds: [],
    groupIds: targets.source === 'groups_by_id' ? [...targets.ids] : [],
    request,
  };
}
