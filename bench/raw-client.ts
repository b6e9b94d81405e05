/** A client that costs as little as it can, so that what is measured is the server: of HTTP it knows the length of an answer. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** What is asked, as it is sent: with its host and its cookie. */
export type Asked = { port: number; request: Buffer };

export function asked(port: number, path: string, headers: Record<string, string> = {}): Asked {
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return { port, request: Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`) };
}

/** One connection, opened again whenever the server has had enough of it. */
function createReader(port: number) {
  let socket: Socket | null = null;
  let left = 0;
  let isLast = false;
  let answered = Promise.withResolvers<void>();

  function hear(part: Buffer) {
    if (left === 0) {
      const end = part.indexOf('\r\n\r\n');
      const head = part.toString('latin1', 0, end);
      // Servers write an answer's head at once, and here nothing is cached, refused or without a length.
      const length = /^content-length: (\d+)/im.exec(head)?.[1];
      if (end < 0 || length === undefined || !head.startsWith('HTTP/1.1 200')) {
        return answered.reject(new Error(`an answer that was not expected: ${head}`));
      }
      left = Number(length) + end + 4;
      isLast = /^connection: close/im.test(head);
    }
    left -= part.length;
    if (left > 0) return undefined;
    if (isLast) {
      socket?.destroy();
      socket = null;
    }
    return answered.resolve();
  }

  return {
    async read(request: Buffer): Promise<void> {
      if (socket === null) {
        socket = connect(port, '127.0.0.1').setNoDelay();
        socket.on('data', hear).on('error', (error) => answered.reject(error));
        await once(socket, 'connect');
      }
      answered = Promise.withResolvers();
      socket.write(request);
      return answered.promise;
    },
    close: () => void socket?.destroy(),
  };
}

/** Milliseconds of each of so many reads, one after the other. */
export async function readInTurn({ port, request }: Asked, times: number): Promise<number[]> {
  const reader = createReader(port);
  const took: number[] = [];
  try {
    for (let n = 0; n < times; n += 1) {
      const from = performance.now();
      await reader.read(request);
      took.push(performance.now() - from);
    }
    return took;
  } finally {
    reader.close();
  }
}

/** Reads in a second, by so many connections at once. */
export async function readsInASecond({ port, request }: Asked, connections: number, forMs: number): Promise<number> {
  const until = performance.now() + forMs;
  let reads = 0;
  async function readOn() {
    const reader = createReader(port);
    try {
      while (performance.now() < until) {
        await reader.read(request);
        reads += 1;
      }
    } finally {
      reader.close();
    }
  }
  await Promise.all(Array.from({ length: connections }, readOn));
  return (reads * 1_000) / forMs;
}
