/** The rules of a device command: sections K.2 and K.4 of the northbound contract, each limit at its edge. */
import { describe, expect, test } from 'vitest';
import {
  commandSources,
  CommandTargets,
  devicesReached,
  NewDeviceCommand,
  problemsOfCommand,
  wordToType,
} from './device-command.ts';
import { plainCommand } from './test-device-command.ts';

const problems = (change: Partial<NewDeviceCommand>) =>
  problemsOfCommand({ ...plainCommand, ...change }).map(({ field, code }) => `${field}: ${code}`);
const many = (count: number) => Array.from({ length: count }, (_, at) => `d${at}`);
const groups = (names: string[]) => ({ targets: { source: 'groups_by_name', names } as const, confirmed: 'ON_OFF' });
const tag = (name: string, value = 'v') => ({ tags: [{ name, value }] });

test.each<Partial<NewDeviceCommand>>([
  {},
  { name: 'x'.repeat(110) },
  { serviceId: 's'.repeat(64), command: 'c'.repeat(128) },
  { timeoutSeconds: 10 },
  { timeoutSeconds: 2_880 },
  { resends: 0 },
  { resends: 3 },
  { callbackUrl: 'https://na.example.com/results?key=1' },
  tag('n'.repeat(128), 'v'.repeat(1_024)),
  { ...groups(['one', 'two']), groupTag: 'north' },
  groups(many(100)),
  { targets: { source: 'type', deviceType: 'WaterMeter', manufacturerId: '', model: '' }, confirmed: 'ON_OFF' },
])('%j may be sent', (change) => {
  expect(problems(change)).toEqual([]);
});

test.each<[Partial<NewDeviceCommand>, string]>([
  [{ name: '  ' }, 'name: name_missing'],
  [{ name: 'x'.repeat(111) }, 'name: name_too_long'],
  [{ targets: { source: 'devices', deviceIds: [] } }, 'targets: no_devices'],
  [{ targets: { source: 'devices', deviceIds: many(30_001) }, confirmed: '30001' }, 'targets: too_many_devices'],
  [
    { targets: { source: 'type', deviceType: '', manufacturerId: '', model: '' }, confirmed: 'ON_OFF' },
    'targets: device_type_missing',
  ],
  [{ targets: { source: 'area', location: ' ' }, confirmed: 'ON_OFF' }, 'targets: area_missing'],
  [{ targets: { source: 'area', location: 'x'.repeat(257) }, confirmed: 'ON_OFF' }, 'targets: text_too_long'],
  [groups([]), 'targets: no_groups'],
  [groups(['a', '']), 'targets: no_groups'],
  [groups(['a', 'a']), 'targets: group_twice'],
  [groups(many(101)), 'targets: too_many_groups'],
  [{ groupTag: 'north' }, 'groupTag: group_tag_without_groups'],
  [{ serviceId: '' }, 'service: command_service_missing'],
  [{ serviceId: 's'.repeat(65) }, 'service: command_service_too_long'],
  [{ command: '' }, 'command: command_missing'],
  [{ command: 'c'.repeat(129) }, 'command: command_too_long'],
  [{ parameters: { value: 'x'.repeat(32_768) } }, 'parameters: command_parameters_too_large'],
  [{ timeoutSeconds: 9 }, 'timeout: timeout_out_of_range'],
  [{ timeoutSeconds: 2_881 }, 'timeout: timeout_out_of_range'],
  [{ resends: 4 }, 'resends: resends_out_of_range'],
  [{ callbackUrl: 'nowhere' }, 'callback: callback_not_a_url'],
  [{ callbackUrl: 'ftp://na.example.com' }, 'callback: callback_not_a_url'],
  [{ callbackUrl: `https://na.example.com/${'x'.repeat(1_024)}` }, 'callback: callback_too_long'],
  [tag(''), 'tags: tag_name_missing'],
  [tag('n', ''), 'tags: tag_value_missing'],
  [tag('n'.repeat(129)), 'tags: tag_name_too_long'],
  [tag('n', 'v'.repeat(1_025)), 'tags: tag_value_too_long'],
  [{ tags: [...tag('n').tags, ...tag('n').tags] }, 'tags: tag_twice'],
  [{ tags: many(21).map((name) => ({ name, value: 'v' })) }, 'tags: too_many_tags'],
])('%j: %s', (change, problem) => {
  expect(problems(change)).toEqual([problem]);
});

describe('what a person types first', () => {
  const devices = (count: number) => ({ source: 'devices', deviceIds: many(count) }) as const;

  test('a number above a thousand devices, nothing up to there', () => {
    expect(wordToType({ ...plainCommand, targets: devices(1_000) })).toBeNull();
    expect(wordToType({ ...plainCommand, targets: devices(1_001) })).toBe('1001');
    expect(problems({ targets: devices(1_001), confirmed: '1000' })).toEqual(['confirm: command_not_confirmed']);
    expect(problems({ targets: devices(1_001), confirmed: '1001' })).toEqual([]);
  });

  test("the command's name where only the platform knows how many devices there are", () => {
    const all = { source: 'all' } as const;
    expect(devicesReached({ targets: all })).toBeNull();
    expect(wordToType({ ...plainCommand, targets: all })).toBe('ON_OFF');
    expect(problems({ targets: all })).toEqual(['confirm: command_not_confirmed']);
    expect(problems({ targets: all, confirmed: 'ON_OFF' })).toEqual([]);
  });
});

test('there are six ways to choose devices, and exactly one is given', () => {
  expect(CommandTargets.options.map(({ shape }) => shape.source.value).toSorted()).toEqual(commandSources.toSorted());
  expect(NewDeviceCommand.safeParse(plainCommand).success).toBe(true);
  const two = { ...plainCommand, targets: { source: 'all', deviceIds: ['one'] } };
  expect(NewDeviceCommand.safeParse(two).success).toBe(false);
});
