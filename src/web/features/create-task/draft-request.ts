import { type NewTask, type Problem, problemsOf, type TaskOptions } from '#shared/domain/create.ts';
import type { CommandDocument, TaskDocument } from '#shared/domain/document.ts';
import { modelProblems } from '#shared/domain/document-problems.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import type { ProductModel } from '#shared/domain/product-model.ts';
import { type Draft, setOf } from './draft.ts';
import { type JsonText, readJsonObject } from './json-text.ts';
import type { Step } from './steps.ts';

/** The request a draft stands for; `listed` are the ids read from its text. JSON that cannot be read counts as empty. */
export function toNewTask(draft: Draft, listed: readonly string[]): NewTask {
  return {
    kind: draft.kind,
    name: draft.name.normalize('NFC'),
    spaceId: draft.spaceId,
    targets: targetsOf(draft, listed),
    document: documentOf(draft),
    options: optionsOf(draft),
    startsAt: draft.starts === 'later' ? draft.startsAt : null,
    retry: { count: draft.retryCount, intervalMinutes: draft.retryInterval },
    confirmedCount: null,
  };
}

function targetsOf(draft: Draft, listed: readonly string[]): NewTask['targets'] {
  const set = setOf(draft);
  if (set !== null) return { source: 'set', setId: set.id };
  switch (draft.source) {
    case 'groups':
      return { source: 'groups', groupIds: draft.groupIds };
    case 'list':
      return { source: 'devices', deviceIds: [...listed] };
    case 'search':
      return { source: 'devices', deviceIds: draft.searched };
    case 'file':
      return { source: 'file', workbookId: draft.workbook?.id ?? '' };
    case 'task':
      return { source: 'devices', deviceIds: [] };
  }
}

function documentOf(draft: Draft): TaskDocument {
  const productId = draft.productId === '' ? null : draft.productId;
  switch (rulesOf(draft.kind).document) {
    case 'none':
      return { type: 'none' };
    case 'package':
      return { type: 'package', packageId: draft.packageId };
    case 'command':
      return { type: 'command', command: commandOf(draft, productId) };
    case 'async_command':
      return {
        type: 'async_command',
        command: commandOf(draft, productId),
        keepForSeconds: draft.keeps ? (draft.keepForSeconds ?? 0) : null,
      };
    case 'message':
      return { type: 'message', message: messageOf(draft) };
    case 'shadow':
      return {
        type: 'shadow',
        productId,
        shadows: draft.shadows.map(({ serviceId, desiredText, version }) => ({
          serviceId,
          desired: readJsonObject(desiredText).value ?? {},
          version,
        })),
      };
  }
}

const commandOf = (draft: Draft, productId: string | null): CommandDocument => ({
  productId,
  serviceId: draft.serviceId,
  name: draft.commandName,
  parameters: readJsonObject(draft.parametersText).value ?? {},
});

const messageOf = (draft: Draft): Extract<TaskDocument, { type: 'message' }>['message'] => ({
  content: draft.messageIsJson ? (readJsonObject(draft.messageText).value ?? {}) : draft.messageText,
  name: draft.messageName,
  encoding: draft.messageEncoding,
  format: draft.messageFormat,
  topic: { kind: draft.topicKind, name: draft.topicName },
  ttlMinutes: draft.ttlMinutes,
  correlationData: draft.correlationData,
  responseTopic: draft.responseTopic,
  userProperties: draft.userProperties,
});

/** Options that the kind does not have are not sent, whatever was ticked for another kind before. */
function optionsOf(draft: Draft): TaskOptions {
  const { canConfirm, passesOn } = rulesOf(draft.kind);
  return {
    gatewayMode: passesOn && draft.gatewayMode,
    needsConfirm: canConfirm && draft.needsConfirm,
    extra: passesOn && draft.extraText.trim() !== '' ? (readJsonObject(draft.extraText).value ?? {}) : null,
  };
}

const stepOfField: Partial<Record<Problem['field'], Step>> = {
  name: 'type',
  space: 'type',
  targets: 'targets',
  gatewayMode: 'policy',
  needsConfirm: 'policy',
  extra: 'policy',
  start: 'policy',
  retryCount: 'policy',
  retryInterval: 'policy',
  confirm: 'review',
};
/** The step where a field's problem is mended; all that is not named belongs to the document. */
export const stepOf = (field: Problem['field']): Step => stepOfField[field] ?? 'document';

function jsonProblems(draft: Draft): Problem[] {
  const { document, passesOn } = rulesOf(draft.kind);
  const problems: Problem[] = [];
  const add = (field: Problem['field'], { problem }: JsonText, at?: string) =>
    problem !== null && problems.push({ field, code: problem, ...(at === undefined ? {} : { at }) });
  if (document === 'command' || document === 'async_command') add('parameters', readJsonObject(draft.parametersText));
  if (document === 'message' && draft.messageIsJson) add('message', readJsonObject(draft.messageText));
  if (document === 'shadow')
    for (const { serviceId, desiredText } of draft.shadows) add('shadow', readJsonObject(desiredText), serviceId);
  if (passesOn) add('extra', readJsonObject(draft.extraText));
  return problems;
}

type Asked = {
  draft: Draft;
  request: NewTask;
  now: number;
  devices: number;
  /** The model of the chosen product, once it is known. */
  product: ProductModel | null;
};

/** Every problem, each under the step where it is mended. A chosen "later" without a time counts as a start in the past. */
export function problemsByStep({ draft, request, now, devices, product }: Asked): Record<Step, Problem[]> {
  const problems: Problem[] = [...jsonProblems(draft), ...problemsOf(request, now, devices)];
  if (product !== null) problems.push(...modelProblems(request.kind, request.document, product));
  if ((setOf(draft)?.over ?? 0) > 0) problems.push({ field: 'targets', code: 'too_many_devices' });
  if (draft.starts === 'later' && draft.startsAt === null)
    problems.push({ field: 'start', code: 'schedule_in_the_past' });
  const byStep: Record<Step, Problem[]> = { type: [], targets: [], document: [], policy: [], review: [] };
  for (const problem of problems) byStep[stepOf(problem.field)].push(problem);
  return byStep;
}
