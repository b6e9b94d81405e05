import { expect, test } from 'vitest';
import { keepLayout, keptLayout } from './kept-layout.ts';

/** A browser's storage, and what is in it. */
function browser() {
  const kept = new Map<string, string>();
  const storage = () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  return { kept, storage };
}
const layout = { columns: ['name', 'state'], density: 'compact' as const };

test('each person finds their own layout again, until they have none', () => {
  const { storage } = browser();
  keepLayout(storage, 'ada', layout);
  expect([keptLayout(storage, 'ada'), keptLayout(storage, 'bob')]).toEqual([layout, null]);
  keepLayout(storage, 'ada', null);
  expect(keptLayout(storage, 'ada')).toBeNull();
});

test('what makes no sense, and storage that is switched off, is no layout', () => {
  const { kept, storage } = browser();
  keepLayout(storage, 'ada', layout);
  for (const [key] of kept) kept.set(key, '{"columns":');
  expect(keptLayout(storage, 'ada')).toBeNull();
  for (const [key] of kept) kept.set(key, '{"columns":"name"}');
  expect(keptLayout(storage, 'ada')).toBeNull();
  const off = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  keepLayout(off, 'ada', layout);
  expect(keptLayout(off, 'ada')).toBeNull();
});
