import { expect, test } from 'vitest';
import { annotated, AnnotationChange, changeBy, noAnnotation, TicketLink } from './annotation.ts';

test('what a change leaves out stays, and an empty value clears', () => {
  const first = annotated(noAnnotation, { note: 'n', owner: 'Anna', tags: ['b', 'a', 'b'], ticket: 'https://x.test' });
  expect(first).toEqual({ note: 'n', owner: 'Anna', tags: ['b', 'a'], ticket: 'https://x.test', rev: 1 });
  expect(annotated(first, {})).toEqual({ ...first, rev: 2 });
  expect(annotated(first, { note: '', owner: null, tags: [], ticket: null })).toEqual({ ...noAnnotation, rev: 2 });
});

test('a ticket is a web address', () => {
  for (const link of ['https://x.test/1', 'http://10.0.0.1:8080/a?b=c#d']) expect(TicketLink.parse(link)).toBe(link);
  for (const link of ['javascript:alert(1)', 'data:text/html,x', 'x.test', 'ftp://x.test', 'https://x.test/a b'])
    expect(TicketLink.safeParse(link).success).toBe(false);
});

test('tags and owners hold no comma, because addresses separate with it', () => {
  expect(AnnotationChange.parse({ tags: [' wave 1 '], owner: '李 伟' })).toEqual({ tags: ['wave 1'], owner: '李 伟' });
  for (const change of [{ tags: ['a,b'] }, { tags: [' '] }, { owner: 'a,b' }, { tags: ['a\nb'] }])
    expect(AnnotationChange.safeParse(change).success).toBe(false);
});

test('what is added to several tasks takes nothing of what stands there, and is added once', () => {
  const before = { note: 'first', owner: null, tags: ['a', 'b'], ticket: 'https://x.test', rev: 3 };
  const addition = { line: 'second', owner: 'Anna', addTags: ['b', 'c'], removeTags: ['a', 'x'] };
  const change = changeBy(before, addition);
  expect(change).toEqual({ note: 'first\nsecond', owner: 'Anna', tags: ['b', 'c'] });
  const after = annotated(before, AnnotationChange.parse(change));
  expect(after.ticket).toBe('https://x.test');
  expect(changeBy(after, addition)).toEqual({});
  expect(changeBy(noAnnotation, { line: 'second' })).toEqual({ note: 'second' });
  expect(changeBy({ ...before, note: 'the second' }, { line: 'second' })).toEqual({ note: 'the second\nsecond' });
});

test('what would be too much for a task is not added to it', () => {
  const tags = Array.from({ length: 20 }, (_, nth) => `tag ${nth}`);
  const full = { ...noAnnotation, note: 'x'.repeat(1_999), tags };
  expect(changeBy(full, { addTags: ['one more'] })).toBe('too_many_tags');
  expect(changeBy(full, { addTags: ['one more'], removeTags: ['tag 0'] })).toEqual({
    tags: [...tags.slice(1), 'one more'],
  });
  expect(changeBy(full, { line: 'y' })).toBe('note_too_long');
});
