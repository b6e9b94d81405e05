import { expect, test } from 'vitest';
import { commandSources, problemsOfCommand } from '#shared/domain/device-command.ts';
import { emptyCommand, parametersIn, toDeviceCommand } from './device-command-draft.ts';

const filled = {
  ...emptyCommand,
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
  const request = toDeviceCommand({ ...filled, source: 'group_names' }, ['one']);
  expect(request).toMatchObject({ name: 'Valves', groupTag: 'north', parameters: { value: 'ON' } });
  expect(request.targets).toEqual({ source: 'group_names', names: ['Canary_meters', 'North'] });
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
