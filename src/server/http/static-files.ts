import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { workerPolicy } from './headers.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
/** As the build names the scripts that run beside the page. */
const workerFile = /-worker-[\w-]+\.js$/;
const packed = /^(text\/|application\/(json|manifest)|image\/svg)/;

type File = { body: Buffer<ArrayBuffer>; zipped: Buffer<ArrayBuffer> | null; type: string; etag: string };

/** Files by the path under which they are served. Nothing else on the disk can be reached, whatever a path says. */
export type StaticFiles = {
  has(path: string): boolean;
  text(path: string): Promise<string>;
  /** The answer for a path that `has`; `hashed`: its name changes with its content, so browsers may keep it for good. */
  serve(path: string, request: Request, options: { hashed: boolean }): Promise<Response>;
};

async function load(file: string): Promise<File> {
  const body = await readFile(file);
  const type = types[extname(file)] ?? 'application/octet-stream';
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  // Packed once, when first asked for: the files stay the same as long as the server runs.
  const zipped = packed.test(type) ? await promisify(gzip)(body, { level: 9 }) : null;
  return { body, zipped, type, etag };
}

/** Serves the given files: path in the URL to path on the disk. */
export function createStaticFiles(paths: ReadonlyMap<string, string>): StaticFiles {
  const loaded = new Map<string, Promise<File>>();

  function file(path: string): Promise<File> {
    const onDisk = paths.get(path);
    if (onDisk === undefined) throw new RangeError(`not a file that is served: ${path}`);
    const known = loaded.get(path) ?? load(onDisk);
    loaded.set(path, known);
    return known;
  }

  return {
    has: (path) => paths.has(path),
    text: async (path) => (await file(path)).body.toString('utf8'),
    async serve(path, request, { hashed }) {
      const { body, zipped, type, etag } = await file(path);
      const headers = new Headers({
        ETag: etag,
        Vary: 'Accept-Encoding',
        'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      if (request.headers.get('If-None-Match') === etag) return new Response(null, { status: 304, headers });
      headers.set('Content-Type', type);
      if (workerFile.test(path)) headers.set('Content-Security-Policy', workerPolicy);
      const gzips = /\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '');
      if (zipped === null || !gzips) return new Response(body, { headers });
      headers.set('Content-Encoding', 'gzip');
      return new Response(zipped, { headers });
    },
  };
}

/** Every file below a folder by its path from there, beginning with `/`. Hidden ones are left out; a folder that is not there is empty. */
export function filesBelow(folder: string): Map<string, string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const named = files.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path] as const);
    return new Map(named.filter(([path]) => !path.includes('/.')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
}
