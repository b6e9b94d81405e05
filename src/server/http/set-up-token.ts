import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#server/clock.ts';
import type { Log } from '#server/context.ts';

const lifeMs = 3_600_000;

/** The one-time token that makes the first admin: whoever can read a file of this machine's owner is taken to be its administrator. */
export type SetUpToken = {
  /** Writes a new token for its owner's eyes only; one from before is void. */
  issue(): Promise<void>;
  /** Whether it is the token, unused and not older than an hour. */
  matches(token: string): boolean;
  /** It has been used, or there is no use for it any more. */
  withdraw(): Promise<void>;
};

const digest = (text: string) => createHash('sha256').update(text).digest();

export function createSetUpToken(deps: { dataDir: string; clock: Clock; log: Log }): SetUpToken {
  const { clock, log } = deps;
  const path = join(deps.dataDir, 'set-up-token');
  let issued: { digest: Buffer; at: number } | null = null;
  return {
    async issue() {
      const token = randomBytes(32).toString('base64url');
      // Removed first: writing over a file keeps the mode it had.
      await rm(path, { force: true });
      await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
      issued = { digest: digest(token), at: clock.now() };
      log.info('there is nobody who can sign in yet: make the first admin with the token in this file', { file: path });
    },
    matches: (token) =>
      issued !== null && clock.now() - issued.at < lifeMs && timingSafeEqual(digest(token.trim()), issued.digest),
    async withdraw() {
      issued = null;
      await rm(path, { force: true });
    },
  };
}
