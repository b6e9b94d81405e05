import type { NamedTask } from '#shared/domain/create.ts';
import type { CommandDocument, MessageDocument, TaskDocument } from '#shared/domain/document.ts';
import type { CreateIntent } from '#server/platform/port.ts';
import { platformNameOf } from './platform-name.ts';

type Named = Exclude<CreateIntent['targets'], { source: 'file' }>;

/** Until the courier gives it to the platform, a workbook is named by its ID here. */
const fileOf = ({ workbookId }: { workbookId: string }) => ({ source: 'file', fileId: workbookId }) as const;

function devicesOf(targets: NamedTask['targets']): Named {
  if (targets.source === 'file') throw new RangeError('a kind that takes no workbook');
  return targets;
}

/**
 * What the courier will send for a request without problems: preview and create both ask here, so what is shown is what is sent.
 * Throws a RangeError for a kind whose document is another's, which the rules have refused before.
 */
export function intentOf(input: NamedTask, personId: string, idempotencyKey: string): CreateIntent {
  const { count, intervalMinutes } = input.retry;
  const any = {
    platformName: platformNameOf(input.name, personId, idempotencyKey),
    spaceId: input.spaceId,
    startsAt: input.startsAt,
    retry: count === null || intervalMinutes === null ? null : { count, intervalMinutes },
  };
  const { kind, document } = input;
  const given = input.targets;
  switch (kind) {
    case 'firmwareUpgrade':
    case 'softwareUpgrade':
    case 'moduleUpgrade':
      return {
        ...any,
        kind,
        targets: devicesOf(given),
        packageId: of('package', document).packageId,
        ...optionsOf(input),
      };
    case 'createCommands':
      return { ...any, kind, targets: devicesOf(given), command: commandOf(of('command', document).command) };
    case 'createAsyncCommands': {
      const { command, keepForSeconds } = of('async_command', document);
      return { ...any, kind, targets: devicesOf(given), command: commandOf(command), keepForSeconds };
    }
    case 'createMessages':
      return { ...any, kind, targets: devicesOf(given), message: messageOf(of('message', document).message) };
    case 'updateDeviceShadows': {
      const shadows = of('shadow', document).shadows.map(({ serviceId, desired, version }) => ({
        serviceId,
        desired,
        ...(version === null ? {} : { version }),
      }));
      return { ...any, kind, targets: devicesOf(given), shadows };
    }
    case 'deleteDevices':
    case 'freezeDevices':
    case 'unfreezeDevices':
      return { ...any, kind, targets: given.source === 'file' ? fileOf(given) : given };
    case 'createDevices':
    case 'updateDevices':
      if (given.source !== 'file') throw new RangeError(`${kind} needs a workbook`);
      return { ...any, kind, targets: fileOf(given) };
  }
}

function of<T extends TaskDocument['type']>(type: T, document: TaskDocument): Extract<TaskDocument, { type: T }> {
  const is = (one: TaskDocument): one is Extract<TaskDocument, { type: T }> => one.type === type;
  if (!is(document)) throw new RangeError(`a document of ${document.type}, not of ${type}`);
  return document;
}

const optionsOf = ({ options: { gatewayMode, needsConfirm, extra } }: NamedTask) => ({
  ...(gatewayMode ? { gatewayMode } : {}),
  ...(needsConfirm ? { needsConfirm } : {}),
  ...(extra === null ? {} : { extra }),
});

const commandOf = ({ serviceId, name, parameters }: CommandDocument) => ({
  serviceId: serviceId === '' ? null : serviceId,
  name: name === '' ? null : name,
  parameters,
});

/** What the person left at its default is not said, so that the platform's own default holds. */
function messageOf(message: MessageDocument): Extract<CreateIntent, { kind: 'createMessages' }>['message'] {
  const { content, name, encoding, format, topic, ttlMinutes, correlationData, responseTopic, userProperties } =
    message;
  const properties = {
    ...(correlationData === '' ? {} : { correlationData }),
    ...(responseTopic === '' ? {} : { responseTopic }),
    ...(userProperties.length === 0 ? {} : { user: userProperties }),
  };
  return {
    content,
    ...(name === '' ? {} : { name }),
    ...(encoding === 'none' ? {} : { encoding }),
    ...(format === 'standard' ? {} : { format }),
    ...(topic.kind === 'default' ? {} : { topic: { kind: topic.kind, name: topic.name } }),
    ...(ttlMinutes === null ? {} : { ttlMinutes }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
}
