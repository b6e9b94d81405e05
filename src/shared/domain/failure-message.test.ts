import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestPattern, messagePattern } from './failure-message.ts';

test('what differs from device to device is replaced, the words stay', () => {
  expect(messagePattern('Firmware update failed')).toBe('Firmware update failed');
  expect(messagePattern('  Battery at 12 %,\n needs 30.5 % ')).toBe('Battery at {number} %, needs {number} %');
  expect(messagePattern('Battery at 12%')).toBe('Battery at {number}%');
  expect(messagePattern('device prod01_dev-000131 is busy')).toBe('device {id} is busy');
  expect(messagePattern('request 5ef1c20fb1a8b5e0c1d2e3f4 failed')).toBe('request {id} failed');
  expect(messagePattern('id 123e4567-e89b-12d3-a456-426614174000')).toBe('id {id}');
  expect(messagePattern('failed at 2026-11-20T14:00:12.123Z')).toBe('failed at {time}');
  expect(messagePattern('failed at 2026-11-20 14:00:12 (20261120T140012Z, 14:00:12)')).toBe(
    'failed at {time} ({time}, {time})',
  );
  expect(messagePattern('no route to 10.0.3.17:8883, mac 00:1b:44:11:3a:b7')).toBe(
    'no route to {address}, mac {address}',
  );
  expect(messagePattern('flash error 0x1F at 0xdeadbeef')).toBe('flash error {hex} at {hex}');
});

test('texts of one cause become one, texts of different causes stay apart', () => {
  const one = messagePattern('Download of fw-3.1.4 stopped at 1048576 of 2097152 bytes');
  expect(messagePattern('Download of fw-3.1.4 stopped at 12 of 2097152 bytes')).toBe(one);
  expect(messagePattern('Installation of fw-3.1.4 stopped at 12 of 2097152 bytes')).not.toBe(one);
});

test('Chinese texts keep their words', () => {
  expect(messagePattern('设备电量12%，低于30%')).toBe('设备电量{number}%，低于{number}%');
  expect(messagePattern('设备不在线')).toBe('设备不在线');
});

test('no text is no pattern', () => {
  expect(messagePattern(null)).toBeNull();
  expect(messagePattern('  ')).toBeNull();
});

test('a pattern is short and is its own pattern, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const pattern = messagePattern(text);
      expect([...(pattern ?? '')].length).toBeLessThanOrEqual(longestPattern);
      // A pattern that was cut may end within a placeholder.
      const whole = [...(pattern ?? '')].length < longestPattern - 10;
      expect(whole ? messagePattern(pattern) : pattern).toBe(pattern);
    }),
  );
});

test('a very long text costs little', () => {
  const started = performance.now();
  messagePattern('a-'.repeat(200_000));
  messagePattern('_'.repeat(200_000));
  messagePattern('1.'.repeat(200_000));
  expect(performance.now() - started).toBeLessThan(500);
});
