import { expect, test } from 'vitest';
import { multipart } from './multipart.ts';

test('what is written is what a reader of forms finds, whatever the bytes and the name', async () => {
  const content = new Uint8Array(512).map((_, index) => index % 256);
  const { contentType, bytes } = multipart({ part: 'file', name: '水表 "a"\r\n.xlsx', content }, () => 0.5);
  const request = new Request('http://x.test', {
    method: 'POST',
    headers: { 'Content-Type': contentType },
    body: Buffer.from(bytes),
  });
  const file = (await request.formData()).get('file');
  if (!(file instanceof File)) throw new Error('there is no file in it');
  expect(file.name.replaceAll('%22', '"').replaceAll('%0D%0A', '\r\n')).toBe('水表 "a"\r\n.xlsx');
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(content);
});

test('a content that holds the boundary gets another', () => {
  const first = multipart({ part: 'file', name: 'a.xlsx', content: new Uint8Array() }, () => 0.5);
  const second = multipart({ part: 'file', name: 'a.xlsx', content: first.bytes }, () => 0.5);
  expect(second.contentType).not.toBe(first.contentType);
});
