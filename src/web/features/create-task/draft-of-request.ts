import type { BroughtTask } from '#shared/domain/brought.ts';
import { limits } from '#shared/domain/create.ts';
import type { TaskDocument } from '#shared/domain/document.ts';
import { type Brought, type Draft, emptyDraft, newSet } from './draft.ts';
import { problemsByStep, toNewTask } from './draft-request.ts';
import { jsonText } from './json-text.ts';
import { sourceFor, stepsOf } from './kind-steps.ts';
import type { Step } from './steps.ts';

/** A draft that stands for a request from elsewhere. `from` is what its page says of where it comes from. */
export function draftOfRequest(task: BroughtTask, from: Brought): Draft {
  const { kind, name, spaceId, options, startsAt, retry } = task;
  return {
    ...emptyDraft(spaceId),
    kind,
    name,
    ...targetsOf(task, from),
    ...documentOf(task.document),
    gatewayMode: options.gatewayMode,
    needsConfirm: options.needsConfirm,
    extraText: options.extra === null ? '' : jsonText(options.extra),
    starts: startsAt === null ? 'now' : 'later',
    startsAt,
    retryCount: retry.count,
    retryInterval: retry.intervalMinutes,
    brought: from,
  };
}

function targetsOf({ kind, targets }: BroughtTask, from: Brought): Partial<Draft> {
  const { sets } = emptyDraft('');
  switch (targets?.source) {
    case undefined:
      return sourceFor(kind, { source: 'list' });
    case 'file':
      return { source: 'file' };
    case 'groups':
      return { source: 'groups', groupIds: targets.groupIds };
    case 'set': {
      const source = from.from === 'task' ? 'task' : 'list';
      const set = newSet({ id: targets.setId, devices: targets.devices }, { name: from.name });
      return { source, sets: { ...sets, [source]: set } };
    }
  }
}

function documentOf(document: TaskDocument): Partial<Draft> {
  switch (document.type) {
    case 'none':
      return {};
    case 'package':
      return { packageId: document.packageId };
    case 'command':
      return commandOf(document);
    case 'async_command': {
      const { keepForSeconds } = document;
      return { ...commandOf(document), keeps: keepForSeconds !== null, keepForSeconds };
    }
    case 'message': {
      const { content, name, encoding, format, topic, ...rest } = document.message;
      return {
        messageText: typeof content === 'string' ? content : jsonText(content),
        messageIsJson: typeof content !== 'string',
        messageName: name,
        messageEncoding: encoding,
        messageFormat: format,
        topicKind: topic.kind,
        topicName: topic.name,
        ...rest,
      };
    }
    case 'shadow':
      return {
        productId: document.productId ?? '',
        shadows: document.shadows.map(({ serviceId, desired, version }) => ({
          serviceId,
          desiredText: jsonText(desired),
          version,
        })),
      };
  }
}

const commandOf = ({ command }: Extract<TaskDocument, { type: 'command' | 'async_command' }>): Partial<Draft> => ({
  productId: command.productId ?? '',
  serviceId: command.serviceId,
  commandName: command.name,
  parametersText: jsonText(command.parameters),
});

/** The first step where something is missing or wrong; the review where nothing is. */
export function firstStepToMend(draft: Draft, now: number): Step {
  const request = toNewTask(draft, []);
  const problems = problemsByStep({ draft, request, now, devices: 0, product: null });
  return stepsOf(draft.kind).find((step) => step !== 'review' && problems[step].length > 0) ?? 'review';
}

/** What a copy is called: as its task is, as far as new names allow that, with `ending` behind it. */
export function nameOfCopy(name: string, ending: string): string {
  const legal = [...name.normalize('NFC')].map((character) =>
    /[\p{Script=Han}A-Za-z0-9_]/u.test(character) ? character : '_',
  );
  return `${legal.slice(0, limits.label - [...ending].length).join('')}${ending}`;
}
