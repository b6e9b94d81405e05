import { Hono } from 'hono';
import { errorResponse } from './errors.ts';
import { newNonce, pagePolicy } from './headers.ts';
import { createStaticFiles, filesBelow } from './static-files.ts';

const page = '/index.html';
const noncePlace = '__NONCE__';

/** An answer with a page of our own: never stored, because its nonce is good once. */
export const htmlResponse = (html: string, policy: string): Response =>
  new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Reporting-Endpoints': 'csp="/api/csp-report"',
      'Cache-Control': 'no-store',
    },
  });

/**
 * Serves the built browser application: its files by name, and its page for every other path, because paths are the
 * application's own. A path that looks like a file and is none is not found.
 */
export function pages(folder: string): Hono {
  const app = new Hono();
  const files = createStaticFiles(filesBelow(folder));
  app.get('*', async ({ req }) => {
    const { path } = req;
    if (path !== page && files.has(path)) return files.serve(path, req.raw, { hashed: path.startsWith('/assets/') });
    const isFile = path.slice(path.lastIndexOf('/')).includes('.');
    if (isFile || path.startsWith('/api/') || !files.has(page)) return errorResponse('not_found', 404);
    const nonce = newNonce();
    return htmlResponse((await files.text(page)).replaceAll(noncePlace, nonce), pagePolicy(nonce));
  });
  return app;
}
