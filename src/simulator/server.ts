/** The simulator behind a port. */
import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { once } from 'node:events';
import { Server } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ConnectionDropped } from './fault-effects.ts';

export type ServedAt = {
  /** `http://127.0.0.1:{port}`, or with `https` */
  origin: string;
  close(): Promise<void>;
};

/** Tokens are several kilobytes; Node's default of 16 KB for all headers leaves little beside them. */
const maxHeaderSize = 64 * 1024;

/** PEM texts. With `ca`, only clients whose certificate it vouches for are let in. */
export type TlsFiles = { cert: string; key: string; ca?: string };

/** Serves a fetch handler on the loopback address; port 0 takes a free one. A dropped connection is really dropped. */
export async function serveHttp(
  fetch: (request: Request) => Promise<Response>,
  port: number,
  tls?: TlsFiles,
): Promise<ServedAt> {
  const certified = { ...tls, requestCert: tls?.ca !== undefined, rejectUnauthorized: tls?.ca !== undefined };
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    ...(tls === undefined
      ? { serverOptions: { maxHeaderSize } }
      : { createServer: createTlsServer, serverOptions: { maxHeaderSize, ...certified } }),
    fetch: async (request, { outgoing }) => {
      try {
        return await fetch(request);
      } catch (error) {
        if (!(error instanceof ConnectionDropped)) throw error;
        outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${taken}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      if (server instanceof Server || server instanceof TlsServer) server.closeAllConnections();
      await closed;
    },
  };
}
