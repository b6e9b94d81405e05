import { describe, expect, test } from 'vitest';
import type { ValueModel } from './product-model.ts';
import { boundOf, valueProblem } from './value-problem.ts';

const model = (change: Partial<ValueModel>): ValueModel => ({
  name: 'value',
  dataType: 'string',
  required: false,
  choices: [],
  min: null,
  max: null,
  maxLength: null,
  step: null,
  unit: null,
  description: null,
  ...change,
});

describe('a value of a product’s model (ShowProduct: ServiceCommandPara, ServiceProperty)', () => {
  test.each([
    ['int', 5, null],
    ['int', 5.5, 'value_wrong_type'],
    ['int', '5', 'value_wrong_type'],
    ['long', 9_007_199_254_740_992, 'value_wrong_type'],
    ['decimal', 0.25, null],
    ['string', 7, 'value_wrong_type'],
    ['DateTime', '20261121T020000Z', null],
    ['DateTime', '20261321T020000Z', 'value_wrong_type'],
    ['DateTime', '2026-11-21T02:00:00Z', 'value_wrong_type'],
    ['boolean', true, null],
    ['boolean', 'true', 'value_wrong_type'],
    ['jsonObject', { a: 1 }, null],
    ['jsonObject', [1], 'value_wrong_type'],
    ['jsonObject', null, 'value_wrong_type'],
    ['string list', ['a', 'b'], null],
    ['string list', ['a', 1], 'value_wrong_type'],
    ['a type of tomorrow', { any: 'thing' }, null],
  ])('%s %j', (dataType, value, problem) => expect(valueProblem(model({ dataType }), value)).toBe(problem));

  test.each([
    [{ dataType: 'int', min: '0', max: '100' }, -1, 'value_too_small'],
    [{ dataType: 'int', min: '0', max: '100' }, 0, null],
    [{ dataType: 'int', min: '0', max: '100' }, 100, null],
    [{ dataType: 'int', min: '0', max: '100' }, 101, 'value_too_large'],
    [{ dataType: 'decimal', min: '-0.5' }, -0.6, 'value_too_small'],
    [{ dataType: 'string', maxLength: 3 }, '水表一', null],
    [{ dataType: 'string', maxLength: 3 }, '水表一号', 'value_too_long'],
    [{ dataType: 'enum', choices: ['OPEN', 'CLOSE'] }, 'OPEN', null],
    [{ dataType: 'enum', choices: ['OPEN', 'CLOSE'] }, 'open', 'value_not_a_choice'],
  ])('%j takes %j: %s', (change, value, problem) => expect(valueProblem(model(change), value)).toBe(problem));

  test('only what is required may not be missing', () => {
    expect(valueProblem(model({ required: true }), undefined)).toBe('value_missing');
    expect(valueProblem(model({}), undefined)).toBeNull();
  });

  test('a bound that is not a number bounds nothing', () => {
    expect([boundOf('12'), boundOf(''), boundOf(null), boundOf('high')]).toEqual([12, null, null, null]);
  });
});
