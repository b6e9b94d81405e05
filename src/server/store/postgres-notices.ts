import { Client } from 'pg';
import type { Clock } from '#server/clock.ts';

/** Short texts that every process on the same database hears (NOTIFY), up to 7,999 bytes each; nobody keeps them. */
export type Notices = {
  /** Rejects while the database cannot be reached: then the others do not hear it. */
  send(text: string): Promise<void>;
  close(): Promise<void>;
};

export type NoticesOptions = {
  url: string;
  /** Lower-case letters, digits and underscores. */
  channel: string;
  clock: Pick<Clock, 'sleep'>;
  /** Also what this process has sent. */
  onNotice(text: string): void;
  /** The connection had been lost and is back: notices may have been missed, and others may have missed ours. */
  onGap(): void;
  onError(error: unknown): void;
};

const connectTimeoutMs = 5_000;
const againMs = { first: 250, last: 10_000 } as const;

/** Listens on a connection of its own, and opens another whenever it is lost. Rejects when the first cannot be opened. */
export async function openNotices(options: NoticesOptions): Promise<Notices> {
  const { url, channel, clock, onNotice, onGap, onError } = options;
  const closing = new AbortController();
  let client = await connect();
  let before: Promise<unknown> = Promise.resolve();

  async function connect(): Promise<Client> {
    const opened = new Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true });
    opened.on('error', onError);
    opened.on('notification', ({ payload }) => onNotice(payload ?? ''));
    try {
      await opened.connect();
      await opened.query(`listen ${channel}`);
    } catch (error) {
      await opened.end().catch(() => undefined);
      throw error;
    }
    opened.once('end', () => void reconnect());
    return opened;
  }

  async function reconnect(): Promise<void> {
    for (let waitMs: number = againMs.first; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, againMs.last)) {
      await clock.sleep(waitMs, closing.signal);
      if (closing.signal.aborted) return;
      try {
        client = await connect();
        onGap();
        return;
      } catch (error) {
        onError(error);
      }
    }
  }

  return {
    send(text) {
      // One after the other: a connection takes one statement at a time.
      const sent = before.then(async () => void (await client.query('select pg_notify($1, $2)', [channel, text])));
      before = sent.catch(() => undefined);
      return sent;
    },
    async close() {
      closing.abort();
      await client.end().catch(onError);
    },
  };
}
