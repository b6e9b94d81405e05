import { expect, test } from 'vitest';
import { annotated, AnnotationChange, noAnnotation, TicketLink } from './annotation.ts';

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
