import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftsPerPerson, mostDraftBytes, type SavedDraft } from '#shared/domain/saved-draft.ts';
import { simulated } from '#server/http/test-platform.ts';
import { startTestConsole, type TestConsole } from '#server/http/test-support.ts';

const base = '/api/v1/connections/simulator/drafts';
let console: TestConsole;
let anna: string;
let ben: string;

beforeAll(async () => {
  const platform = simulated('half-failed');
  console = await startTestConsole({ connections: [platform.connected], clock: platform.clock });
  anna = await console.as('operations');
  const setCookie = await console.sessions.open({ id: 'ben', name: 'Ben', role: 'operations' }, { demo: false });
  ben = setCookie.split(';')[0] ?? '';
});
afterAll(() => console[Symbol.asyncDispose]());

const draft = (change: object = {}) => ({
  name: 'spring',
  taskKind: 'firmwareUpgrade',
  devices: 3,
  content: { any: 'thing' },
  shared: false,
  locked: [],
  ...change,
});
const ask = (method: string, path: string, body?: unknown, cookie = anna) =>
  console.ask(method, `${base}${path}`, { cookie, body });

test('a draft is saved, found again and removed', async () => {
  const added = await ask('POST', '', { id: 'draft-one', kind: 'draft', ...draft() });
  expect(added).toMatchObject({ status: 201, body: { id: 'draft-one', mine: true, rev: 1 } });
  await console.clock.advance(60_000);
  const changed = await ask('PUT', '/draft-one', draft({ name: 'summer', rev: 1 }));
  expect(changed.body).toMatchObject({ name: 'summer', rev: 2, savedAt: console.clock.now() });
  expect((await ask('GET', '/draft-one')).body).toMatchObject({ name: 'summer', content: { any: 'thing' } });
  expect((await ask('GET', '')).body).toMatchObject({ drafts: [{ id: 'draft-one', savedAt: console.clock.now() }] });
  expect((await ask('DELETE', '/draft-one')).status).toBe(200);
  expect((await ask('GET', '/draft-one')).body).toMatchObject({ code: 'not_found' });
});

test('a draft of somebody else is not there', async () => {
  await ask('POST', '', { id: 'draft-anna', kind: 'draft', ...draft({ shared: true }) });
  for (const [method, body] of [['GET'], ['PUT', draft({ rev: 1 })], ['DELETE']] as const) {
    const { status } = await ask(method, '/draft-anna', body, ben);
    expect({ method, status }).toEqual({ method, status: 404 });
  }
  expect((await ask('GET', '', undefined, ben)).body).toEqual({ drafts: [] });
  expect((await ask('GET', '/draft-anna')).body).toMatchObject({ shared: false, rev: 1 });
});

test('an older tab is refused', async () => {
  await ask('POST', '', { id: 'draft-tabs', kind: 'draft', ...draft() });
  await ask('PUT', '/draft-tabs', draft({ name: 'one', rev: 1 }));
  const late = await ask('PUT', '/draft-tabs', draft({ name: 'two', rev: 1 }));
  expect(late).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
  expect((await ask('GET', '/draft-tabs')).body).toMatchObject({ name: 'one' });
});

test('a shared template is everybody’s to begin with', async () => {
  const template = draft({ name: 'Night', shared: true, locked: ['start'] });
  await ask('POST', '', { id: 'template-night', kind: 'template', ...template });
  const { drafts } = (await ask('GET', '', undefined, ben)).body as { drafts: SavedDraft[] };
  expect(drafts).toMatchObject([{ id: 'template-night', kind: 'template', mine: false, locked: ['start'] }]);
  expect((await ask('GET', '/template-night', undefined, ben)).status).toBe(200);
  expect((await ask('PUT', '/template-night', draft({ rev: 1 }), ben)).status).toBe(404);
  expect((await ask('DELETE', '/template-night', undefined, ben)).status).toBe(404);
});

test('its content has at most 64 KB, and a person a hundred of them', async () => {
  const around = JSON.stringify({ text: '' }).length;
  const sized = (bytes: number) => draft({ content: { text: 'x'.repeat(bytes - around) } });
  expect((await ask('POST', '', { id: 'draft-full', kind: 'draft', ...sized(mostDraftBytes) })).status).toBe(201);
  expect((await ask('POST', '', { id: 'draft-over', kind: 'draft', ...sized(mostDraftBytes + 1) })).status).toBe(400);
  for (let n = 0; n < draftsPerPerson; n += 1)
    await ask('POST', '', { id: `draft-of-ben-${n}`, kind: 'draft', ...draft() }, ben);
  const over = await ask('POST', '', { id: 'one-too-many', kind: 'draft', ...draft() }, ben);
  expect(over).toMatchObject({ status: 409, body: { code: 'too_many_drafts' } });
});
