/** nginx from the distribution in front of a server, as whoever puts it there would set it up. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

export const hasNginx = (): boolean => spawnSync('nginx', ['-v']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // on TCP
  server.close();
  await once(server, 'close');
  return port;
}

/** `/plain` passes every request on, `/cached` keeps answers for a second and asks once for all who wait. */
export async function startNginx(folder: string, originPort: number): Promise<{ port: number; process: ChildProcess }> {
  const port = await freePort();
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  // Started by root, its worker is somebody else, who has to get to the cache.
  await chmod(folder, 0o711);
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off; ${paths.join(' ')}
  proxy_cache_path ${folder}/cache keys_zone=cache:1m;
  upstream origin { server 127.0.0.1:${originPort}; keepalive 8; }
  proxy_http_version 1.1; proxy_set_header Connection "";
  server {
    listen 127.0.0.1:${port};
    location /plain { proxy_pass http://origin; }
    location /cached { proxy_pass http://origin; proxy_cache cache; proxy_cache_valid 1s; proxy_cache_lock on; }
  }
}
`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
  for (let tries = 0; tries < 50; tries += 1) {
    const answers = await request(`http://127.0.0.1:${port}/plain`).then(
      async ({ body }) => (await body.dump(), true),
      () => false,
    );
    if (answers) return { port, process: nginx };
    await sleep(100);
  }
  nginx.kill();
  throw new Error('nginx did not start');
}
