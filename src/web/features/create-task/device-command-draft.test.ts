import { expect, test } from 'vitest';
import { commandSources, problemsOfCommand } from '#shared/domain/device-command.ts';
import {
  commandKey,
  dropCommand,
  emptyCommand,
  hasCommand,
  loadCommand,
  parametersIn,
  saveCommand,
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
  confirmed: 'ON_OFF',
};

test.each(commandSources)('a form filled in for %s makes a request without problems', (source) => {
  expect(problemsOfCommand(toDeviceCommand({ ...filled, source }, ['one']))).toEqual([]);
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

test('it survives a reload but for the word that confirms it, and then asks with the same key', () => {
  const items = new Map<string, string>();
  const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
  const kept = storage as Storage; // the rest of a Storage is not asked
  expect(loadCommand(kept, 'old')).toBeNull();
  expect(saveCommand(kept, 'old', filled)).toBe(true);
  const found = loadCommand(kept, 'old');
  expect(found).toEqual({ ...filled, confirmed: '' });
  expect(loadCommand(kept, 'other')).toBeNull();
  const keyOf = (draft: typeof filled) => commandKey(draft.seed, toDeviceCommand(draft, ['one']));
  expect(keyOf(found ?? emptyCommand())).toBe(keyOf(filled));
  expect(keyOf({ ...filled, command: 'OFF' })).not.toBe(keyOf(filled));
  dropCommand(kept, 'old');
  expect(loadCommand(kept, 'old')).toBeNull();
});

test('only what would be missed keeps a person from leaving', () => {
  expect(hasCommand(emptyCommand())).toBe(false);
  expect(hasCommand(filled)).toBe(true);
});
