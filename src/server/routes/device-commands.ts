import { randomUUID } from 'node:crypto';
import { devicesReached, type NewDeviceCommand, problemsOfCommand } from '#shared/domain/device-command.ts';
import { refusal } from '#server/http/errors.ts';
import { api, may, withKey } from '#server/http/permissions.ts';
import { connectedTo, type RequestContext } from '#server/http/request-context.ts';
import type { CommandTargets, DeviceCommand, DeviceCommands } from '#server/platform/port-commands.ts';
import { writtenCommand } from '#server/work/command-intent.ts';
import { begin, begunBefore, digestOf } from './asked-once.ts';
import { platformNameOf } from './platform-name.ts';

/** How commands are sent there; platforms that take none have no such address. */
function commandsOf(context: RequestContext, connection: string): { id: string; commands: DeviceCommands } {
  const { id, platform } = connectedTo(context, connection);
  if (platform.commands === undefined) throw refusal('not_found');
  return { id, commands: platform.commands };
}

/** The request with each device once, in the order given. */
function withoutDuplicates(input: NewDeviceCommand): NewDeviceCommand {
  const { targets } = input;
  if (targets.source !== 'devices') return input;
  return { ...input, targets: { ...targets, deviceIds: [...new Set(targets.deviceIds)] } };
}

function targetsOf(targets: NewDeviceCommand['targets']): CommandTargets {
  if (targets.source !== 'type') return targets;
  const { source, deviceType, manufacturerId, model } = targets;
  return {
    source,
    deviceType,
    ...(manufacturerId === '' ? {} : { manufacturerId }),
    ...(model === '' ? {} : { model }),
  };
}

/** What the courier will send for a request without problems. */
function commandOf(input: NewDeviceCommand, personId: string, idempotencyKey: string): DeviceCommand {
  const { name, targets, serviceId, command, parameters, timeoutSeconds, resends, callbackUrl, groupTag, tags } = input;
  return {
    platformName: platformNameOf(name, personId, idempotencyKey),
    targets: targetsOf(targets),
    command: { serviceId, name: command, parameters },
    timeout: timeoutSeconds,
    resends,
    callbackUrl: callbackUrl === '' ? null : callbackUrl,
    groupTag: groupTag === '' ? null : groupTag,
    tags,
  };
}

export const deviceCommands = {
  preview: api.deviceCommands.preview
    .use(may('task.create'))
    .use(withKey())
    .handler(({ input, context, errors }) => {
      const { connection, ...asked } = input;
      const { commands } = commandsOf(context, connection);
      const request = withoutDuplicates(asked);
      // The confirmation is typed while looking at the preview.
      const problems = problemsOfCommand(request).filter(({ field }) => field !== 'confirm');
      if (problems.length > 0) throw errors.invalid({ data: { problems } });
      const command = commandOf(request, context.person.id, context.idempotencyKey);
      return {
        platformName: command.platformName,
        devices: devicesReached(request),
        request: commands.describe(command),
        curl: commands.curl(command),
      };
    }),

  create: api.deviceCommands.create
    .use(may('task.create'))
    .use(withKey())
    .handler(async ({ input, context, errors }) => {
      const { connection, ...asked } = input;
      const { id } = commandsOf(context, connection);
      const bodyDigest = digestOf('device-command', input);
      const before = await begunBefore(context, bodyDigest);
      if (before !== null) return before;
      const request = withoutDuplicates(asked);
      const problems = problemsOfCommand(request);
      if (problems.length > 0) throw errors.invalid({ data: { problems } });
      return begin(context, {
        connection: id,
        id: randomUUID(),
        kind: 'create',
        taskId: null,
        taskName: request.name.normalize('NFC'),
        bodyDigest,
        payloadJson: writtenCommand(commandOf(request, context.person.id, context.idempotencyKey)),
        chunks: [request.targets.source === 'devices' ? request.targets.deviceIds : []],
        // Where only the platform knows how many there are, its task will tell.
        devices: devicesReached(request) ?? 0,
      });
    }),
};
