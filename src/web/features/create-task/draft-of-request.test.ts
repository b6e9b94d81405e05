import { describe, expect, test } from 'vitest';
import type { BroughtTask } from '#shared/domain/brought.ts';
import { nameProblem, noOptions } from '#shared/domain/create.ts';
import type { DocumentType, KnownKind } from '#shared/domain/kinds.ts';
import { knownKinds, rulesOf } from '#shared/domain/kinds.ts';
import { draftOfRequest, firstStepToMend, nameOfCopy } from './draft-of-request.ts';
import { toNewTask } from './draft-request.ts';

const now = Date.UTC(2026, 10, 21, 8);
const from = { from: 'task' as const, name: 'Spring', taskId: 't1', notCarried: [] };
const command = { productId: null, serviceId: 'water', name: 'ON_OFF', parameters: { value: 'ON' } };
const documents: Record<DocumentType, BroughtTask['document']> = {
  none: { type: 'none' },
  package: { type: 'package', packageId: 'p' },
  command: { type: 'command', command },
  async_command: { type: 'async_command', command, keepForSeconds: 60 },
  message: {
    type: 'message',
    message: {
      content: { hello: [1, null] },
      name: 'greeting',
      encoding: 'none',
      format: 'raw',
      topic: { kind: 'own', name: 'greetings' },
      ttlMinutes: 10,
      correlationData: 'c',
      responseTopic: '/answers',
      userProperties: [{ key: 'k', value: 'v' }],
    },
  },
  shadow: { type: 'shadow', productId: null, shadows: [{ serviceId: 'w', desired: { a: null }, version: 2 }] },
};
const task = (kind: KnownKind, more: Partial<BroughtTask> = {}): BroughtTask => ({
  is: 'task',
  kind,
  name: 'Spring_copy',
  spaceId: 'space',
  document: documents[rulesOf(kind).document],
  options: rulesOf(kind).passesOn ? { gatewayMode: true, needsConfirm: true, extra: { a: 1 } } : noOptions,
  startsAt: now + 3_600_000,
  retry: { count: 2, intervalMinutes: 5 },
  targets: rulesOf(kind).targets.some((source) => source === 'devices')
    ? { source: 'set', setId: 'set-1', devices: 3 }
    : { source: 'file' },
  notCarried: [],
  ...more,
});

describe('a draft of a request', () => {
  test.each(knownKinds)('asks for the same: %s', (kind) => {
    const { is: _is, notCarried: _none, targets, ...asked } = task(kind);
    const request = toNewTask(draftOfRequest(task(kind), from), []);
    expect(request).toEqual({
      ...asked,
      targets: targets?.source === 'set' ? { source: 'set', setId: 'set-1' } : { source: 'file', workbookId: '' },
      confirmedCount: null,
    });
  });

  test('names its groups, or nobody', () => {
    const groups = { source: 'groups' as const, groupIds: ['g'] };
    expect(toNewTask(draftOfRequest(task('freezeDevices', { targets: groups }), from), []).targets).toEqual(groups);
    const nobody = draftOfRequest(task('freezeDevices', { targets: null }), from);
    expect(toNewTask(nobody, []).targets).toEqual({ source: 'devices', deviceIds: [] });
  });

  test('a command that is sent at once, and a message that is text', () => {
    const atOnce = { type: 'async_command' as const, command, keepForSeconds: null };
    const draft = draftOfRequest(task('createAsyncCommands', { document: atOnce }), from);
    expect(toNewTask(draft, []).document).toEqual(atOnce);
  });
});

describe('its page opens where something has to be done', () => {
  const step = (more: Partial<BroughtTask>, kind: KnownKind = 'firmwareUpgrade') =>
    firstStepToMend(draftOfRequest(task(kind, more), from), now);

  test('at the review where nothing has', () => expect(step({})).toBe('review'));
  test.each<[string, Partial<BroughtTask>, KnownKind?]>([
    ['type', { spaceId: '' }],
    ['type', { name: 'not legal' }],
    ['targets', { targets: null }],
    ['targets', {}, 'createDevices'],
    ['document', { document: { type: 'package', packageId: '' } }],
    ['policy', { startsAt: now - 1 }],
    ['policy', { retry: { count: 9, intervalMinutes: 5 } }],
  ])('at the step %s', (expected, more, kind) => expect(step(more, kind)).toBe(expected));
});

describe('a copy is called', () => {
  test.each([
    ['Spring', 'Spring_copy'],
    ['old-name 表', 'old_name_表_copy'],
    ['x'.repeat(128), `${'x'.repeat(105)}_copy`],
    ['', '_copy'],
  ])('%j %j', (name, expected) => {
    expect(nameOfCopy(name, '_copy')).toBe(expected);
    expect(nameProblem(nameOfCopy(name, '_copy'))).toBeNull();
  });
});
