import { describe, expect, test } from 'vitest';
import type { ProductModel } from '#shared/domain/product-model.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { problemsByStep, toNewTask } from './draft-request.ts';
import { stepsOf } from './kind-steps.ts';
import { steps } from './steps.ts';

const draft = { ...emptyDraft('space1'), name: 'fw_2', listText: 'a\nb' };
const codes = (change: Partial<Draft>, product: ProductModel | null = null) => {
  const changed = { ...draft, ...change };
  const problems = problemsByStep({ draft: changed, request: toNewTask(changed, ['a']), now: 0, devices: 1, product });
  return steps.flatMap((step) => problems[step].map(({ field, code }) => `${step}: ${field}: ${code}`));
};

describe('the request of a draft', () => {
  test('only the chosen source is sent', () => {
    const filled = { ...draft, groupIds: ['g1'], searched: ['c'] };
    expect(toNewTask(filled, ['a', 'b']).targets).toEqual({ source: 'devices', deviceIds: ['a', 'b'] });
    expect(toNewTask({ ...filled, source: 'groups' }, ['a']).targets).toEqual({ source: 'groups', groupIds: ['g1'] });
    expect(toNewTask({ ...filled, source: 'search' }, ['a']).targets).toEqual({ source: 'devices', deviceIds: ['c'] });
  });

  test('a time that was typed and then not wanted is not sent', () => {
    expect(toNewTask({ ...draft, starts: 'now', startsAt: 5 }, ['a']).startsAt).toBeNull();
  });

  test('each problem lies under its step', () => {
    const broken = { ...emptyDraft(''), starts: 'later' as const, retryCount: 2 };
    const problems = problemsByStep({
      draft: broken,
      request: toNewTask(broken, []),
      now: 0,
      devices: 2000,
      product: null,
    });
    expect(steps.map((step) => problems[step].map(({ code }) => code))).toEqual([
      ['name_missing', 'space_missing'],
      ['no_devices'],
      ['package_missing'],
      ['retry_count_without_interval', 'schedule_in_the_past'],
      ['count_not_confirmed'],
    ]);
  });

  test('only the document and the options of its kind are sent', () => {
    const filled: Draft = {
      ...draft,
      packageId: 'p1',
      serviceId: 'Valve',
      commandName: 'CLOSE',
      parametersText: '{"force": true}',
      messageText: 'hello',
      shadows: [{ serviceId: 'Meter', desiredText: '{"threshold": 3}', version: null }],
      gatewayMode: true,
      needsConfirm: true,
      extraText: '{"a": 1}',
      keepForSeconds: 60,
    };
    const sent = (kind: Draft['kind']) => {
      const { document, options } = toNewTask({ ...filled, kind }, []);
      return { document, options };
    };
    const none = { gatewayMode: false, needsConfirm: false, extra: null };
    const command = { productId: null, serviceId: 'Valve', name: 'CLOSE', parameters: { force: true } };
    expect(sent('firmwareUpgrade')).toEqual({
      document: { type: 'package', packageId: 'p1' },
      options: { gatewayMode: true, needsConfirm: true, extra: { a: 1 } },
    });
    expect(sent('moduleUpgrade').options).toEqual({ ...none, needsConfirm: true });
    expect(sent('freezeDevices')).toEqual({ document: { type: 'none' }, options: none });
    expect(sent('createCommands')).toEqual({ document: { type: 'command', command }, options: none });
    expect(sent('createAsyncCommands').document).toEqual({ type: 'async_command', command, keepForSeconds: 60 });
    expect(sent('createMessages').document).toMatchObject({ type: 'message', message: { content: 'hello' } });
    expect(sent('updateDeviceShadows').document).toEqual({
      type: 'shadow',
      productId: null,
      shadows: [{ serviceId: 'Meter', desired: { threshold: 3 }, version: null }],
    });
  });

  test('JSON that cannot be read is a problem at its field', () => {
    expect(codes({ kind: 'createCommands', parametersText: '{"a": ' })).toEqual(['document: parameters: json_invalid']);
    expect(codes({ kind: 'createCommands', parametersText: '[1]' })).toEqual(['document: parameters: json_not_object']);
    expect(codes({ kind: 'createMessages', messageIsJson: true, messageText: 'x' })).toEqual([
      'document: message: json_invalid',
    ]);
    expect(codes({ packageId: 'p', extraText: '"text"' })).toEqual(['policy: extra: json_not_object']);
  });

  test('the model of the chosen product is asked as well', () => {
    const product: ProductModel = {
      id: 'p',
      name: 'p',
      spaceId: null,
      protocol: 'CoAP',
      dataFormat: null,
      services: [],
    };
    const command = { kind: 'createCommands' as const, productId: 'p', serviceId: 'Valve', commandName: 'CLOSE' };
    expect(codes(command, product)).toEqual([
      'document: command: protocol_does_not_suit',
      'document: service: service_unknown',
    ]);
  });

  test('a kind that carries nothing has no step for its content', () => {
    expect(stepsOf('freezeDevices')).toEqual(['type', 'targets', 'policy', 'review']);
    expect(stepsOf('createCommands')).toEqual(steps);
  });
});
