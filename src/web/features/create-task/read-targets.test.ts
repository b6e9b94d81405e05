import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, readRows, readTargets, tooMany } from './read-targets.ts';

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

  test('lines end in any of the three ways', () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      const list = readTargets(['device_id,site', 'a-1,north', 'a-2', '', 'a 3,south', 'a-1', ''].join(ending));
      expect(list.deviceIds).toEqual(['a-1', 'a-2']);
      expect(list.rejects).toEqual([{ line: 5, text: 'a 3', reason: 'illegal_character' }]);
      expect(list.duplicates).toEqual([{ line: 6, deviceId: 'a-1', firstLine: 2 }]);
    }
  });

  test('a quote that is never closed costs its own line and no other', () => {
    const list = readTargets('device_id,site\na-1,"north\n"a-2,south\na-3,5" pipe\na-4,\n');
    expect(list.deviceIds).toEqual(['a-1', 'a-3', 'a-4']);
    expect(readTargets('a-1\n"a-2\na-3').rejects).toEqual([{ line: 2, text: '"a-2', reason: 'illegal_character' }]);
  });

  test('a file says the same as the rows it was written from', () => {
    const cell = fc.constantFrom(
      '',
      ' ',
      'a-1',
      'a-2',
      ' a-3 ',
      'a 4',
      '设备',
      '"',
      'say "a"',
      'two\nlines',
      'x,y',
      'x\ty',
    );
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 12 });
    const asText = (text: string, quoted: boolean) =>
      quoted || /[",\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    fc.assert(
      fc.property(rows, fc.nat(3), fc.boolean(), fc.constantFrom(',', '\t'), (cells, column, quoted, delimiter) => {
        // What separates is found by what stands in the text.
        const clean = cells.map((row) => row.map((text) => (delimiter === ',' ? text.replaceAll('\t', ' ') : text)));
        const ending = clean.length % 2 === 0 ? '\n' : '\r\n';
        const text = clean.map((row) => row.map((one) => asText(one, quoted)).join(delimiter)).join(ending);
        let line = 1;
        const numbered = clean.map((row) => {
          const at = line;
          line += 1 + row.join('').split('\n').length - 1;
          return { cells: row, line: at };
        });
        const full = numbered.filter((row) => row.cells.some((one) => one.trim() !== ''));
        if (delimiter === '\t' && !text.includes('\t')) return;
        expect(readTargets(text, column)).toEqual(readRows(full, column));
      }),
      { numRuns: 500 },
    );
  });

  test('text that is not UTF-8 is read as GB18030', () => {
    const bytes = new Uint8Array([0xc9, 0xe8, 0xb1, 0xb8]); // 设备
    expect(decodeText(bytes.buffer)).toEqual({ text: '设备', encoding: 'gb18030' });
    expect(decodeText(new TextEncoder().encode('设备').buffer)).toEqual({ text: '设备', encoding: 'utf-8' });
  });
});
