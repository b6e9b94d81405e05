import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, readTargets, tooMany } from './read-targets.ts';

describe('reading device ids', () => {
  test('one a line; empty lines are skipped and still count as lines', () => {
    expect(readTargets('meter-1\n\n  meter_2 \r\nmeter-1\nwater meter\n')).toMatchObject({
      deviceIds: ['meter-1', 'meter_2'],
      duplicates: [{ line: 4, deviceId: 'meter-1', firstLine: 1 }],
      rejects: [{ line: 5, text: 'water meter', reason: 'illegal_character' }],
    });
  });

  test('a CSV with a header names its own column', () => {
    const list = readTargets(
      'name,device_id,site\n"Pump, north",pump-1,北京\n"two\nlines",pump-2,上海\nthird,pump 3,\n',
    );
    expect(list).toMatchObject({
      deviceIds: ['pump-1', 'pump-2'],
      column: 1,
      hasHeader: true,
      columns: ['name', 'device_id', 'site'],
    });
    expect(list.rejects).toEqual([{ line: 5, text: 'pump 3', reason: 'illegal_character' }]);
  });

  test('a Chinese header, semicolons and a byte order mark are understood', () => {
    expect(readTargets('\uFEFF设备ID;名称\nmeter-1;水表\n').deviceIds).toEqual(['meter-1']);
  });

  test('another column can be chosen', () => {
    expect(readTargets('1,meter-1\n2,meter-2\n', 1).deviceIds).toEqual(['meter-1', 'meter-2']);
  });

  test('a single line may list many', () => {
    expect(readTargets('a-1, a-2 a-3').deviceIds).toEqual(['a-1', 'a-2', 'a-3']);
  });

  test('an id over 128 characters and a zero-width character are named, with their line', () => {
    expect(readTargets(`ok\n${'x'.repeat(129)}\nmeter\u200b1`).rejects).toEqual([
      { line: 2, text: 'x'.repeat(129), reason: 'too_long' },
      { line: 3, text: 'meter\u200b1', reason: 'illegal_character' },
    ]);
  });

  test('30,001 ids are too many, and none is dropped', () => {
    const list = readTargets(Array.from({ length: 30_001 }, (_, at) => `device-${at}`).join('\n'));
    expect(list.deviceIds).toHaveLength(30_001);
    expect(tooMany(list)).toBe(true);
  });

  test('every line ends up in exactly one place', () => {
    const line = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{1,4}$/), fc.stringMatching(/^[#.äé]{1,4}$/));
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 60 }), (lines) => {
        const list = readTargets(lines.join('\n'));
        expect(list.deviceIds.length + list.duplicates.length + list.rejects.length).toBe(lines.length);
        expect(new Set(list.deviceIds).size).toBe(list.deviceIds.length);
      }),
    );
  });

  test('text that is not UTF-8 is read as GB18030', () => {
    const bytes = new Uint8Array([0xc9, 0xe8, 0xb1, 0xb8]); // 设备
    expect(decodeText(bytes.buffer)).toEqual({ text: '设备', encoding: 'gb18030' });
    expect(decodeText(new TextEncoder().encode('设备').buffer)).toEqual({ text: '设备', encoding: 'utf-8' });
  });
});
