/** A new task as the platform wants it said. */
import type { CreateBatchTask } from '#wire/iotda/batch-tasks.ts';
import { AsyncCommandDocument, CommandDocument, MessageDocument, ShadowDocument } from '#wire/iotda/documents.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import type { CreateIntent } from './port-intents.ts';

type MessageProperties = NonNullable<Extract<CreateIntent, { kind: 'createMessages' }>['message']['properties']>;

/** Which key of an upgrade's document names the package: the newer list, or the single ID that older instances want. */
export type PackageField = 'package_ids' | 'package_id';

/** The body of a create. Nothing is checked here: see {@link assertSendable}. */
export function createBody(intent: CreateIntent, packageField: PackageField): CreateBatchTask {
  const { retry, startsAt } = intent;
  const policy = {
    ...(startsAt === null ? {} : { schedule_time: formatBasicTime(startsAt) }),
    ...(retry === null ? {} : { retry_count: retry.count, retry_interval: retry.intervalMinutes }),
  };
  const document = documentOf(intent, packageField);
  return {
    app_id: intent.spaceId,
    task_name: intent.platformName,
    task_type: intent.kind,
    ...('gatewayMode' in intent && intent.gatewayMode === true ? { task_mode: 'GATEWAY' as const } : {}),
    ...('needsConfirm' in intent && intent.needsConfirm === true ? { need_confirm: true } : {}),
    ...('extra' in intent && intent.extra !== undefined ? { task_ext_info: intent.extra } : {}),
    ...targetsOf(intent.targets),
    ...(document === null ? {} : { document }),
    ...(Object.keys(policy).length === 0 ? {} : { task_policy: policy }),
  };
}

/** Exactly one source: of several, the platform would silently take the first. */
function targetsOf(targets: CreateIntent['targets']): Partial<CreateBatchTask> {
  switch (targets.source) {
    case 'devices':
      return { targets: [...targets.deviceIds] };
    case 'groups':
      return { targets_filter: { group_ids: [...targets.groupIds] } };
    case 'file':
      return { document_source: targets.fileId };
  }
}

function documentOf(intent: CreateIntent, packageField: PackageField): Record<string, unknown> | null {
  switch (intent.kind) {
    case 'firmwareUpgrade':
    case 'softwareUpgrade':
    case 'moduleUpgrade':
      return packageField === 'package_ids' ? { package_ids: [intent.packageId] } : { package_id: intent.packageId };
    case 'createCommands':
      return commandOf(intent.command);
    case 'createAsyncCommands': {
      const { keepForSeconds } = intent;
      const strategy =
        keepForSeconds === null
          ? { send_strategy: 'immediately' as const }
          : { send_strategy: 'delay' as const, expire_time: keepForSeconds };
      return { ...commandOf(intent.command), ...strategy };
    }
    case 'createMessages': {
      const { content, name, encoding, format, topic, ttlMinutes, properties } = intent.message;
      return {
        message: content,
        ...(name === undefined ? {} : { name }),
        ...(encoding === undefined ? {} : { encoding }),
        ...(format === undefined ? {} : { payload_format: format }),
        ...(topic === undefined ? {} : { [topic.kind === 'own' ? 'topic' : 'topic_full_name']: topic.name }),
        ...(ttlMinutes === undefined ? {} : { ttl: ttlMinutes }),
        ...(properties === undefined ? {} : { properties: propertiesOf(properties) }),
      } satisfies MessageDocument;
    }
    case 'updateDeviceShadows':
      return {
        shadow: intent.shadows.map(({ serviceId, desired, version }) => ({
          service_id: serviceId,
          desired,
          ...(version === undefined ? {} : { version }),
        })),
      } satisfies ShadowDocument;
    case 'deleteDevices':
    case 'freezeDevices':
    case 'unfreezeDevices':
    case 'createDevices':
    case 'updateDevices':
      return null;
  }
}

const propertiesOf = ({ correlationData, responseTopic, user }: MessageProperties) => ({
  ...(correlationData === undefined ? {} : { correlation_data: correlationData }),
  ...(responseTopic === undefined ? {} : { response_topic: responseTopic }),
  ...(user === undefined
    ? {}
    : { user_properties: user.map(({ key, value }) => ({ prop_key: key, prop_value: value })) }),
});

const commandOf = (command: {
  serviceId: string | null;
  name: string | null;
  parameters: CommandDocument['paras'];
}) => ({
  ...(command.serviceId === null ? {} : { service_id: command.serviceId }),
  ...(command.name === null ? {} : { command_name: command.name }),
  paras: command.parameters,
});

const documents: Partial<Record<CreateIntent['kind'], { safeParse(value: unknown): { success: boolean } }>> = {
  createCommands: CommandDocument,
  createAsyncCommands: AsyncCommandDocument,
  createMessages: MessageDocument,
  updateDeviceShadows: ShadowDocument,
};

/**
 * Throws a RangeError for a body that the platform must never see: one whose document breaks a documented rule, or one without any
 * target, of which no page says what it would mean.
 */
export function assertSendable({ kind }: CreateIntent, body: CreateBatchTask): void {
  const { targets = [], targets_filter, document_source } = body;
  const named = targets.length + (targets_filter?.group_ids?.length ?? 0) + (document_source === undefined ? 0 : 1);
  if (named === 0) throw new RangeError('a task needs targets');
  if (documents[kind]?.safeParse(body.document).success === false) throw new RangeError(`no document of ${kind}`);
}
