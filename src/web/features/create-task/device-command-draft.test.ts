import { expect, test } from 'vitest';
import { commandSources, problemsOfCommand } from '#shared/domain/device-command.ts';
import {
  commandKey,
  commandSaving,
  draftOfCommand,
  emptyCommand,
  linesOf,
  parametersIn,
  toDeviceCommand,
} from './device-command-draft.ts';

const filled = {
  ...emptyCommand(),
  name: ' Valves ',
  groupNames: 'Canary_meters\n\n North \n',
  groupIds: 'g1',
  groupTag: 'north',
  deviceType: 'WaterMeter',
  location: '南湖',
  serviceId: 'WaterMeter',
  command: 'ON_OFF',
  parametersText: '{"value":"ON"}',
  tagsText: 'wave=one\nformula=a=b',
};

test.each(commandSources)('a form filled in for %s makes a request without problems', (source) => {
  const request = { ...toDeviceCommand({ ...filled, source }, ['one']), confirmed: 'ON_OFF' };
  expect(problemsOfCommand(request)).toEqual([]);
});

test('only the chosen source is sent, and a tag of groups with groups only', () => {
  const request = toDeviceCommand({ ...filled, source: 'groups_by_name' }, ['one']);
  expect(request).toMatchObject({ name: 'Valves', groupTag: 'north', parameters: { value: 'ON' } });
  expect(request.targets).toEqual({ source: 'groups_by_name', names: ['Canary_meters', 'North'] });
  expect(request.tags).toEqual([
    { name: 'wave', value: 'one' },
    { name: 'formula', value: 'a=b' },
  ]);
  expect(toDeviceCommand({ ...filled, source: 'all' }, [])).toMatchObject({ groupTag: '', targets: { source: 'all' } });
});

test.each([
  ['', {}],
  ['{"a":[1]}', { a: [1] }],
  ['[1]', null],
  ['null', null],
  ['{"a"', null],
])('the parameters %j are %j', (text, parameters) => {
  expect(parametersIn(text)).toEqual(parameters);
});

test('what is entered is saved and found again, a long list in this tab alone', () => {
  const { toContent, fromContent } = commandSaving;
  const saved = toContent(filled, 'type');
  expect(saved?.listLeftOut).toBe(false);
  expect(fromContent(saved?.content ?? {})).toMatchObject({ draft: filled, listLeftOut: false });
  const long = toContent({ ...filled, listText: 'device-1\n'.repeat(30_000) }, 'type');
  expect(long?.listLeftOut).toBe(true);
  expect(fromContent(long?.content ?? {})?.draft).toEqual({ ...filled, listText: '' });
  expect(fromContent({ ...saved?.content, draft: { source: 'nowhere' } })).toBeNull();
});

test('the same request has the same key, also after a reload', () => {
  const keyOf = (draft: typeof filled) => commandKey(draft.seed, toDeviceCommand(draft, ['one']));
  expect(keyOf({ ...filled })).toBe(keyOf(filled));
  expect(keyOf({ ...filled, command: 'OFF' })).not.toBe(keyOf(filled));
});

test.each(commandSources)('a command from elsewhere asks for the same again: %s', (source) => {
  const { confirmed: _, ...command } = toDeviceCommand({ ...filled, source }, ['one', 'two']);
  const from = { from: 'json' as const, name: null, taskId: null, notCarried: [] };
  const draft = draftOfCommand({ is: 'command', command, notCarried: [] }, 'Again', from);
  expect(draft.brought).toEqual(from);
  expect(toDeviceCommand(draft, linesOf(draft.listText))).toEqual({ ...command, name: 'Again', confirmed: '' });
});
