import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandOfRequest } from './command-of-request.ts';
import { createNorthboundCommands } from './northbound-commands.ts';
import type { DeviceCommand } from './port-commands.ts';
import type { Json } from './port-intents.ts';

const appId = 'app-1';
// Only what describes a request is asked of it, and that sends nothing.
const { describe: bodyOf, read } = createNorthboundCommands(
  { read: unreachable, write: unreachable } as never,
  { appId, origin: 'https://server.example' },
  { now: () => 0 } as never,
);
function unreachable(): never {
  throw new Error('nothing is sent');
}

const word = fc.stringMatching(/^[A-Za-z0-9]{1,20}$/);
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });
const targets: fc.Arbitrary<DeviceCommand['targets']> = fc.oneof(
  fc.record({ source: fc.constant('devices' as const), deviceIds: words }),
  fc.record({ source: fc.constant('type' as const), deviceType: word, manufacturerId: word, model: word }),
  fc.record({ source: fc.constant('area' as const), location: word }),
  fc.record({ source: fc.constant('groups_by_name' as const), names: words }),
  fc.record({ source: fc.constant('groups_by_id' as const), ids: words }),
  fc.constant({ source: 'all' as const }),
);
const commands: fc.Arbitrary<DeviceCommand> = fc.record({
  platformName: word,
  targets,
  command: fc.record({
    serviceId: word,
    name: word,
    parameters: fc.dictionary(fc.constantFrom('value', 'level'), fc.nat()),
  }),
  timeout: fc.integer({ min: 10, max: 2_880 }),
  resends: fc.option(fc.nat(3)),
  callbackUrl: fc.option(word.map((path) => `https://back.example/${path}`)),
  groupTag: fc.option(word),
  tags: fc.array(fc.record({ name: word, value: word }), { maxLength: 3 }),
});

test('what we write is what we read', () => {
  fc.assert(
    fc.property(commands, (asked) => {
      expect(read(bodyOf(asked), 'body')).toEqual({
        is: 'read',
        command: {
          name: asked.platformName,
          targets: asked.targets,
          serviceId: asked.command.serviceId,
          command: asked.command.name,
          parameters: { ...asked.command.parameters },
          timeoutSeconds: asked.timeout,
          resends: asked.resends,
          callbackUrl: asked.callbackUrl ?? '',
          groupTag: asked.groupTag ?? '',
          tags: asked.tags,
        },
        notCarried: [],
      });
    }),
  );
});

const param = { type: 'DeviceList', deviceList: ['d'], command: { serviceId: 's', method: 'm', paras: {} } };
const notes = (request: object, isOfTask = false) => {
  const answer = commandOfRequest({ taskType: 'DeviceCmd', param, ...request } as Json, appId, isOfTask);
  return answer.is === 'read' ? answer.notCarried.map(({ code, at }) => `${code} ${at}`) : answer.problems;
};

test('what has no place with us is named', () => {
  expect(notes({ color: 'red', param: { ...param, speed: 1 } })).toEqual([
    'unknown_field param.speed',
    'unknown_field color',
  ]);
  expect(notes({ appId: 'another' })).toEqual(['space_gone another']);
  expect(notes({ timeout: 'long' })).toEqual(['unreadable_field timeout']);
  expect(notes({ param: { ...param, type: 'Everybody' } })).toContain('unreadable_field param.type');
});

test('of a task, its tags are used and its callback is not whole', () => {
  const tags = [{ tagName: 'a', tagValue: 'b' }];
  const told = { taskFrom: 'api', operator: 'li', tags, param: { ...param, callbackUrl: 'https://back.example/x' } };
  expect(notes(told, true)).toEqual(['tags_used tags', 'callback_shortened param.callbackUrl']);
  expect(notes(told)).toEqual([]);
});

test.each([
  ['kind_missing', { taskType: undefined }],
  ['kind_unknown', { taskType: 'DeviceReg' }],
  ['target_illegal', { param: { ...param, deviceList: ['a b'] } }],
  ['too_many_targets', { param: { ...param, deviceList: Array.from({ length: 30_001 }, (_, at) => `d${at}`) } }],
])('%s', (code, request) => expect(notes(request)).toMatchObject([{ code }]));
