import { expect, test } from 'vitest';
import { exportUrl } from './exports.ts';

const task = { connection: 'north', id: 't1' };

test('a file is asked for with the filter of the list, and people get their language', () => {
  expect(
    exportUrl('devices', task, { outcome: 'failed', q: 'a&b', code: '' }, { format: 'excel', language: 'zh-CN' }),
  ).toBe('/api/v1/connections/north/exports/tasks/t1/devices?outcome=failed&q=a%26b&code=&format=excel&lang=zh-CN');
});

test('programs get names that never change, and what is not set is not asked for', () => {
  expect(
    exportUrl('tasks', task, { kind: undefined, q: '水表', state: ['failed'] }, { format: 'raw', language: 'en' }),
  ).toBe('/api/v1/connections/north/exports/tasks?q=%E6%B0%B4%E8%A1%A8&state%5B0%5D=failed&format=raw');
});
