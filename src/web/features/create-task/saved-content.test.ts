import { expect, test } from 'vitest';
import type { JsonObject } from '#shared/domain/document.ts';
import { bytesOf, mostDraftBytes, type WholeDraft } from '#shared/domain/saved-draft.ts';
import { type Draft, emptyDraft, newSet } from './draft.ts';
import { areDevicesKept, fromContent, openDraft, toContent, withoutKept } from './saved-content.ts';

const draft = { ...emptyDraft('s1'), name: '水表', listText: 'a\nb' };
const saved = (content: JsonObject, rev = 3): WholeDraft => ({
  id: 'draft-one',
  kind: 'draft',
  name: '水表',
  taskKind: draft.kind,
  devices: 2,
  shared: false,
  locked: [],
  by: 'Anna',
  mine: true,
  savedAt: 5_000,
  rev,
  content,
});
const contentOf = (of: Draft = draft) => toContent(of, 'policy')?.content ?? {};

test('what was saved comes back as it was, at the step where it was left', () => {
  expect(fromContent(contentOf())).toEqual({ draft, step: 'policy', listLeftOut: false });
  expect(fromContent({})).toBeNull();
  expect(fromContent({ ...contentOf(), draft: { kind: 'no such kind' } })).toBeNull();
});

test('a draft of a version that knew fewer fields gets the others empty', () => {
  const { template: _template, ...older } = draft;
  expect(fromContent({ ...contentOf(), draft: older })?.draft).toEqual(draft);
});

test('a list that does not fit is left out, and too much else is not saved', () => {
  const long = { ...draft, listText: '水'.repeat(mostDraftBytes / 3) };
  const made = toContent(long, 'targets');
  expect(made).toMatchObject({ listLeftOut: true, content: { draft: { listText: '', name: '水表' } } });
  expect(bytesOf(made?.content)).toBeLessThanOrEqual(mostDraftBytes);
  expect(toContent({ ...draft, messageText: 'x'.repeat(mostDraftBytes) }, 'document')).toBeNull();
});

test('the tab has nothing of its own: what is saved counts', () => {
  expect(openDraft(saved(contentOf()), null)).toMatchObject({ draft, step: 'policy', rev: 3, standing: 'saved' });
  expect(openDraft(null, null)).toBeNull();
  expect(openDraft(saved({}), null)).toBeNull();
});

test('what was typed since the last save is still to be saved', () => {
  const typed = { ...draft, name: 'later' };
  const copy = { rev: 3, step: 'type' as const, draft: typed };
  expect(openDraft(saved(contentOf()), copy)).toMatchObject({ draft: typed, step: 'type', standing: 'unsaved' });
  expect(openDraft(null, { ...copy, rev: 0 })).toMatchObject({ draft: typed, rev: 0, standing: 'unsaved' });
  expect(openDraft(null, copy)).toMatchObject({ draft: typed, standing: 'gone' });
});

test('another tab has saved since: a person decides, unless it is the same', () => {
  const copy = { rev: 2, step: 'policy' as const, draft };
  expect(openDraft(saved(contentOf({ ...draft, name: 'other' })), copy)).toMatchObject({ draft, standing: 'changed' });
  expect(openDraft(saved(contentOf()), copy)).toMatchObject({ rev: 3, standing: 'saved' });
});

test('a list that was left out is in the tab alone', () => {
  const long = { ...draft, listText: 'x'.repeat(mostDraftBytes) };
  const copy = { rev: 3, step: 'policy' as const, draft: long };
  expect(openDraft(saved(contentOf(long)), copy)).toMatchObject({ draft: long, lacksList: false, standing: 'saved' });
  expect(openDraft(saved(contentOf(long)), null)).toMatchObject({ draft: { listText: '' }, lacksList: true });
});

test('a kept list, and where it came from, comes back with a draft and does not go into a template', () => {
  const kept = {
    ...draft,
    listText: '',
    listName: 'x.csv',
    sets: { ...draft.sets, list: newSet({ id: 's', devices: 2 }) },
    brought: { from: 'task' as const, name: 'Spring', taskId: 't', notCarried: [] },
  };
  expect(fromContent(contentOf(kept))?.draft).toEqual(kept);
  expect(areDevicesKept(kept)).toBe(true);
  expect(areDevicesKept({ ...kept, source: 'groups' })).toBe(false);
  expect(withoutKept(kept)).toEqual({ ...draft, listText: '' });
});
