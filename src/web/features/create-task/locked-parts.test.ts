import { expect, test } from 'vitest';
import { emptyDraft } from './draft.ts';
import { allowedChange, isLocked, withImplied } from './locked-parts.ts';

test('what a template holds fast is not changed, whatever the form asks for', () => {
  const draft = { ...emptyDraft('s1'), template: { name: 'Night', locked: withImplied(['document', 'start']) } };
  expect(draft.template.locked.toSorted()).toEqual(['document', 'kind', 'space', 'start']);
  expect(allowedChange(draft, { kind: 'deleteDevices', packageId: '', name: 'spring', starts: 'later' })).toEqual({
    name: 'spring',
  });
  expect(isLocked(draft, 'start')).toBe(true);
  expect(isLocked(draft, 'retry')).toBe(false);
  expect(withImplied(['targets'])).toEqual(['targets', 'kind', 'space']);
});

test('a draft of its own can be changed everywhere', () => {
  const change = { kind: 'deleteDevices', retryCount: 1 } as const;
  expect(allowedChange(emptyDraft('s1'), change)).toBe(change);
});
