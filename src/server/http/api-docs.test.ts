import { expect, test } from 'vitest';
import { permissionTable } from './permission-table.ts';
import { startTestConsole } from './test-support.ts';

type Operation = {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
};
type Document = { openapi: string; info: { version: string }; paths: Record<string, Record<string, Operation>> };

async function read(): Promise<Document> {
  await using console = await startTestConsole();
  const { status, body } = await console.ask('GET', '/api/v1/openapi.json');
  expect(status).toBe(200);
  return body as Document; // the tests below are about whether it is one
}

test('the document has every route, and what scripts rely on by name', async () => {
  const { openapi, info, paths } = await read();
  expect(openapi).toMatch(/^3\.1/);
  expect(info.version).toBe('1.2.3');
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual([...permissionTable.map(([route]) => route), 'GET /openapi.json'].toSorted());
  const task = '/connections/{connection}/tasks/{taskId}';
  const promised = [
    'POST /session/demo',
    'GET /session',
    'DELETE /session',
    'GET /connections',
    'GET /connections/{connection}/tasks',
    'POST /connections/{connection}/tasks',
    `GET ${task}`,
    `GET ${task}/subtasks`,
    `GET ${task}/samples`,
    `POST ${task}/retry`,
    'GET /connections/{connection}/operations/{operationId}',
    'GET /events',
    'GET /openapi.json',
  ];
  expect(described).toEqual(expect.arrayContaining(promised));
});

test('parameters are named, and what begins an operation asks for its key', async () => {
  const { paths } = await read();
  const names = (path: string, method: string) => paths[path]?.[method]?.parameters?.map(({ name }) => name);
  const base = '/connections/{connection}/tasks';
  expect(names(base, 'get')).toEqual(
    expect.arrayContaining(['connection', 'kind', 'state', 'q', 'sort', 'limit', 'cursor']),
  );
  expect(names(`${base}/{taskId}/subtasks`, 'get')).toEqual(
    expect.arrayContaining(['connection', 'taskId', 'outcome', 'target', 'limit', 'cursor']),
  );
  for (const path of [base, `${base}/preview`, `${base}/{taskId}/retry`])
    expect(paths[path]?.post?.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }),
    );
  expect(names('/session/demo', 'post')).toBeUndefined();
  expect(paths[base]?.post?.responses).toHaveProperty('202');
});

test('the page to read it is our own in every part, under a policy without exceptions', async () => {
  await using console = await startTestConsole();
  const page = await console.ask('GET', '/api/docs');
  const policy = page.headers.get('Content-Security-Policy') ?? '';
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
  const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(links).toContain('/api/docs/swagger-ui-bundle.js');
  expect(links.every((link) => link.startsWith('/') && !link.startsWith('//'))).toBe(true);
  const scripts = [...page.text.matchAll(/<script([^>]*)>/g)].map((match) => match[1] ?? '');
  expect(scripts.every((script) => script.includes(`nonce="${nonce}"`))).toBe(true);
  for (const link of links.filter((one) => one.startsWith('/api/docs/')))
    expect([link, (await console.ask('GET', link)).status]).toEqual([link, 200]);
});
