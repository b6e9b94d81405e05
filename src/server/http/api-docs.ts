import { createRequire } from 'node:module';
import { OpenAPIGenerator } from '@orpc/openapi';
import { JSON_SCHEMA_REGISTRY, ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { deviceIdPattern, DeviceIds, mostDeviceIds, SomeDeviceIds } from '#shared/domain/device-ids.ts';

import { Hono } from 'hono';
import { z } from 'zod';
import { LiveEvent } from '#shared/api/events.ts';
import { type ExportOf, ExportOptions, exportPaths } from '#shared/api/exports.ts';
import { workbookPaths, WorkbookUpload, workbookType } from '#shared/api/workbooks.ts';
import { WorkbookReport } from '#shared/domain/workbook.ts';
import { router } from '#server/routes/router.ts';
import { docsPolicy, newNonce } from './headers.ts';
import { htmlResponse } from './pages.ts';
import { createStaticFiles } from './static-files.ts';

const description = `The interface that the console's own pages use. Sign in first (\`POST /session\`, or \`POST /session/demo\` in the demonstration): everything else asks for the session's cookie.
Errors carry a \`code\` of a closed list; nothing else in them is meant for programs.`;

const answer = (text: string, type: string, schema: object) => ({
  '200': { description: text, content: { [type]: { schema } } },
});

const fileOf = (of: ExportOf, summary: string, list: string) => {
  const parameter = (name: string, place: 'path' | 'query', schema: object) => ({
    name,
    in: place,
    required: place === 'path',
    schema,
  });
  const { format, lang } = ExportOptions.shape;
  const named = [...exportPaths[of].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    [exportPaths[of]]: {
      get: {
        operationId: `exports.${of}`,
        summary,
        description: `Streamed as a file; the filter is that of \`${list}\`. JSON begins with the filter, the time and the number of rows.`,
        parameters: [
          ...named.map((name) => parameter(name, 'path', { type: 'string' })),
          parameter('format', 'query', z.toJSONSchema(format)),
          parameter('lang', 'query', z.toJSONSchema(lang)),
        ],
        responses: answer('A file, named after the task, the filter and the time', 'text/csv', { type: 'string' }),
      },
    },
  };
};

// What is served beside the procedures.
const otherPaths = {
  ...fileOf('tasks', 'Tasks of a connection, as a file', 'tasks.list'),
  ...fileOf('devices', 'Devices of a task, as a file', 'tasks.subtasks'),
  ...fileOf('failures', 'Failed devices of a task, as a file', 'tasks.subtasks'),
  [workbookPaths.upload]: {
    post: {
      operationId: 'workbooks.upload',
      summary: 'Check a workbook of devices, and keep it when nothing is wrong with it',
      parameters: [
        { name: 'connection', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'kind', in: 'query', required: true, schema: z.toJSONSchema(WorkbookUpload.shape.kind) },
        { name: 'name', in: 'query', required: true, schema: z.toJSONSchema(WorkbookUpload.shape.name) },
      ],
      requestBody: { required: true, content: { [workbookType]: { schema: { type: 'string', format: 'binary' } } } },
      responses: answer('What was found in it', 'application/json', z.toJSONSchema(WorkbookReport, { io: 'input' })),
    },
  },
  [workbookPaths.template]: {
    get: {
      operationId: 'workbooks.template',
      summary: 'The template of a kind of task, to be filled in',
      parameters: [
        { name: 'kind', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'lang', in: 'query', schema: { enum: ['en', 'zh-CN'] } },
      ],
      responses: answer('A workbook', workbookType, { type: 'string', format: 'binary' }),
    },
  },
  ...fileOf('all-failures', 'Failed devices of all tasks, as a file', 'failures.list'),
  '/events': {
    get: {
      operationId: 'events',
      summary: 'Changes as server-sent events',
      description:
        'Each `data` is one event as JSON. Send `Last-Event-ID`, or at first `after`, to get what was missed, or one `reset` when that is no longer kept.',
      parameters: [
        { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
        { name: 'after', in: 'query', schema: { type: 'string' } },
      ],
      responses: answer(
        'A stream that stays open',
        'text/event-stream',
        z.toJSONSchema(LiveEvent, { unrepresentable: 'any' }),
      ),
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      summary: 'This document',
      responses: answer('OpenAPI 3.1', 'application/json', { type: 'object' }),
    },
  },
} as const;

/** The OpenAPI document of everything under `/api/v1`. */
async function describeApi(version: string): Promise<object> {
  // A list that is checked as a whole tells nothing of its items by itself.
  const items = { type: 'string' as const, pattern: deviceIdPattern };
  for (const [list, minItems] of [
    [DeviceIds, 0],
    [SomeDeviceIds, 1],
  ] as const)
    JSON_SCHEMA_REGISTRY.add(list, { type: 'array', items, minItems, maxItems: mostDeviceIds });
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(router, {
    info: { title: 'Rollout Console', version, description },
    servers: [{ url: '/api/v1' }],
  });
  return { ...document, paths: { ...document.paths, ...otherPaths } };
}

const script = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true });`;

const html = (nonce: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Rollout Console API</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="swagger-ui"></main>
    <script nonce="${nonce}" src="/api/docs/swagger-ui-bundle.js"></script>
    <script nonce="${nonce}">${script}</script>
  </body>
</html>
`;

/** Serves the document, and a page to read and try it with that loads nothing from elsewhere. */
export function apiDocs(version: string): Hono {
  const app = new Hono();
  const require = createRequire(import.meta.url);
  const viewer = new Map([
    ['/api/docs/swagger-ui.css', require.resolve('swagger-ui-dist/swagger-ui.css')],
    ['/api/docs/swagger-ui-bundle.js', require.resolve('swagger-ui-dist/swagger-ui-bundle.js')],
  ]);
  const files = createStaticFiles(viewer);
  let document: Promise<object> | null = null;

  app.get('/api/v1/openapi.json', async () => Response.json(await (document ??= describeApi(version))));
  app.get('/api/docs', () => {
    const nonce = newNonce();
    return htmlResponse(html(nonce), docsPolicy(nonce));
  });
  for (const path of viewer.keys()) app.get(path, ({ req }) => files.serve(path, req.raw, { hashed: false }));
  return app;
}
