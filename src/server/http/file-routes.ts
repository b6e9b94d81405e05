import { Hono } from 'hono';
import { type ExportOf, exportPaths } from '#shared/api/exports.ts';
import { workbookPaths } from '#shared/api/workbooks.ts';
import { createInspector } from '#server/workbooks/inspect.ts';
import { type ContextOf, type Env, routeOf } from './app-env.ts';
import { exportFile } from './exports.ts';
import { uploadWorkbook, workbookTemplate } from './workbooks.ts';

/** What is not JSON: exports, and workbooks with their templates. */
export function fileRoutes(contextOf: ContextOf): Hono<Env> {
  const app = new Hono<Env>();
  const inspect = createInspector();
  const searchOf = (url: string) => new URL(url).searchParams;

  for (const [of, path] of Object.entries(exportPaths) as [ExportOf, string][])
    app.get(routeOf(path), (c) => {
      const { connection = '', taskId = null } = c.req.param() as Record<string, string | undefined>;
      return exportFile(contextOf(c), of, { connection, taskId, search: searchOf(c.req.url) });
    });

  app.post(routeOf(workbookPaths.upload), (c) =>
    uploadWorkbook(contextOf(c), inspect, {
      connection: c.req.param('connection') ?? '',
      search: searchOf(c.req.url),
      read: () => c.req.arrayBuffer(),
    }),
  );

  app.get(routeOf(workbookPaths.template), (c) =>
    workbookTemplate(contextOf(c), c.req.param('kind') ?? '', searchOf(c.req.url)),
  );
  return app;
}
