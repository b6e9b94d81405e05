import type { LockablePart } from '#shared/domain/saved-draft.ts';
import type { Draft } from './draft.ts';

/** The fields of each part of the form that a template can hold fast. */
const fieldsOf: Record<LockablePart, readonly (keyof Draft)[]> = {
  kind: ['kind'],
  space: ['spaceId'],
  targets: ['source', 'listText', 'listName', 'listColumn', 'groupIds', 'searched', 'sets', 'workbook'],
  document: [
    'packageId',
    'productId',
    'serviceId',
    'commandName',
    'parametersText',
    'keeps',
    'keepForSeconds',
    'messageText',
    'messageIsJson',
    'messageName',
    'messageEncoding',
    'messageFormat',
    'topicKind',
    'topicName',
    'ttlMinutes',
    'correlationData',
    'responseTopic',
    'userProperties',
    'shadows',
  ],
  options: ['gatewayMode', 'needsConfirm', 'extraText'],
  start: ['starts', 'startsAt'],
  retry: ['retryCount', 'retryInterval'],
};

/** What is held fast with these: a package belongs to a kind and a space, devices to a space, and a kind says where they may come from. */
export function withImplied(parts: readonly LockablePart[]): LockablePart[] {
  const all = new Set(parts);
  if (all.has('document')) all.add('kind').add('space');
  if (all.has('targets')) all.add('kind').add('space');
  return [...all];
}

export const isLocked = (draft: Pick<Draft, 'template'>, part: LockablePart): boolean =>
  draft.template?.locked.includes(part) ?? false;

/** A change without the fields that the draft's template holds fast. */
export function allowedChange(draft: Draft, change: Partial<Draft>): Partial<Draft> {
  const locked = new Set<string>((draft.template?.locked ?? []).flatMap((part) => fieldsOf[part]));
  if (locked.size === 0) return change;
  // `fromEntries` forgets which keys it was given.
  return Object.fromEntries(Object.entries(change).filter(([field]) => !locked.has(field))) as Partial<Draft>;
}
