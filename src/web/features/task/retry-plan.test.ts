import { describe, expect, test } from 'vitest';
import type { RetrySelection } from '#shared/domain/operation.ts';
import { planRetry, presetClasses } from './retry-plan.ts';

const counts = { failed: 214, retry_pending: 30, stopped: 5 };

describe('planning a retry', () => {
  test('failed devices are preset, stopped ones never', () => {
    expect(presetClasses(counts)).toEqual(['failed']);
    expect(presetClasses({ ...counts, failed: 0 })).toEqual(['retry_pending']);
    expect(presetClasses({ failed: 0, retry_pending: 0, stopped: 5 })).toEqual([]);
  });

  test('214 devices make 3 calls', () => {
    expect(planRetry({ by: 'classes', counts }, ['failed'])).toEqual({
      which: { by: 'outcome', outcomes: ['failed'], atMost: 214 },
      devices: 214,
      calls: 3,
      typesCount: false,
    });
  });

  test('ticking a class adds its devices', () => {
    const plan = planRetry({ by: 'classes', counts }, ['failed', 'retry_pending', 'stopped']);
    expect(plan).toMatchObject({ devices: 249, calls: 3, which: { outcomes: ['failed', 'retry_pending', 'stopped'] } });
  });

  test('nothing ticked, or only empty classes, asks for nothing', () => {
    expect(planRetry({ by: 'classes', counts }, [])).toMatchObject({ which: null, devices: 0, calls: 0 });
    expect(planRetry({ by: 'classes', counts: { ...counts, failed: 0 } }, ['failed']).which).toBeNull();
  });

  test('a group keeps its code and text, also when it is the one without a code', () => {
    expect(planRetry({ by: 'group', code: null, message: 'offline', counts }, ['failed']).which).toEqual({
      by: 'outcome',
      outcomes: ['failed'],
      code: null,
      message: 'offline',
      atMost: 214,
    });
  });

  test('all that match are no more than the person was told of', () => {
    const which: RetrySelection = { by: 'outcome', outcomes: ['failed'], except: ['a'] };
    expect(planRetry({ by: 'chosen', which, devices: 30 }, []).which).toEqual({ ...which, atMost: 30 });
  });

  test('chosen devices go as they were chosen, and more than a thousand have to be typed', () => {
    const chosen: RetrySelection = { by: 'devices', deviceIds: ['a'] };
    expect(planRetry({ by: 'chosen', which: chosen, devices: 1 }, []).which).toBe(chosen);
    expect(planRetry({ by: 'classes', counts: { ...counts, failed: 1001 } }, ['failed'])).toMatchObject({
      calls: 11,
      typesCount: true,
    });
  });
});
