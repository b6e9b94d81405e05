import * as crypto from 'node:crypto';

/** Too many sign-ins wait for their turn. */
export class PasswordsBusyError extends Error {
  constructor() {
    super('Too many passwords are being checked.');
    this.name = 'PasswordsBusyError';
  }
}

export type Passwords = {
  /** A hash to store, with its algorithm and parameters in it. */
  hash(password: string): Promise<string>;
  /** Whether the password is right, and whether its hash should be made anew with today's parameters. A hash of null is never right, yet costs the same. */
  verify(hash: string | null, password: string): Promise<{ right: boolean; outdated: boolean }>;
};

// OWASP ASVS: one pass over 46 MiB. About 40 ms a hash.
const argon = { memory: 47_104, passes: 1, parallelism: 1 };
const scrypt = { cost: 131_072, blockSize: 8, parallelization: 1 };
const tagLength = 32;
const limits = { atOnce: 2, waiting: 20 };

type Derive = (password: string, salt: Buffer) => Promise<Buffer>;
type Scheme = { prefix: string; derive: Derive };

const argonScheme = ({ memory, passes, parallelism }: typeof argon): Scheme => ({
  prefix: `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}`,
  derive: (password, salt) =>
    new Promise((resolve, reject) =>
      crypto.argon2(
        'argon2id',
        { message: password, nonce: salt, parallelism, tagLength, memory, passes },
        (error, key) => (error ? reject(error) : resolve(key)),
      ),
    ),
});

const scryptScheme = ({ cost, blockSize, parallelization }: typeof scrypt): Scheme => ({
  prefix: `$scrypt$n=${cost},r=${blockSize},p=${parallelization}`,
  derive: (password, salt) =>
    new Promise((resolve, reject) =>
      crypto.scrypt(
        password,
        salt,
        tagLength,
        { N: cost, r: blockSize, p: parallelization, maxmem: 256 * cost * blockSize },
        (error, key) => (error ? reject(error) : resolve(key)),
      ),
    ),
});

// A runtime built against an OpenSSL without Argon2 has the function but not the algorithm, so it is tried.
function bestScheme(memory: number): Scheme {
  try {
    crypto.argon2Sync('argon2id', {
      message: 'try',
      nonce: Buffer.alloc(16),
      tagLength,
      memory: 8,
      passes: 1,
      parallelism: 1,
    });
    return argonScheme({ ...argon, memory });
  } catch {
    return scryptScheme(scrypt);
  }
}

const stored =
  /^(\$(argon2id)\$v=19\$m=(\d+),t=(\d+),p=(\d+)|\$(scrypt)\$n=(\d+),r=(\d+),p=(\d+))\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/;

function schemeOf(hash: string): { scheme: Scheme; salt: Buffer; key: Buffer } | null {
  const parts = stored.exec(hash);
  if (parts === null) return null;
  const number = (index: number) => Number(parts[index]);
  const scheme =
    parts[2] === undefined
      ? scryptScheme({ cost: number(7), blockSize: number(8), parallelization: number(9) })
      : argonScheme({ memory: number(3), passes: number(4), parallelism: number(5) });
  return { scheme, salt: Buffer.from(parts[10] ?? '', 'base64'), key: Buffer.from(parts[11] ?? '', 'base64') };
}

/** Lets `atOnce` tasks run and `waiting` more wait; refuses the rest. */
function createQueue({ atOnce, waiting }: typeof limits): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const line: (() => void)[] = [];
  return async (task) => {
    if (running >= atOnce) {
      if (line.length >= waiting) throw new PasswordsBusyError();
      // Whoever finishes hands its place over, so `running` does not change here.
      await new Promise<void>((resolve) => line.push(resolve));
    } else running += 1;
    try {
      return await task();
    } finally {
      const next = line.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/**
 * Argon2id where the runtime has it, else scrypt. At most two hashes are computed at once and twenty wait. `memory` is in KiB;
 * only tests that are not about passwords take less.
 */
export function createPasswords({ memory }: { memory: number } = argon): Passwords {
  const scheme = bestScheme(memory);
  const queued = createQueue(limits);
  const nobody = { scheme, salt: crypto.randomBytes(16), key: Buffer.alloc(tagLength) };

  return {
    async hash(password) {
      const salt = crypto.randomBytes(16);
      const key = await queued(() => scheme.derive(password, salt));
      return `${scheme.prefix}$${salt.toString('base64')}$${key.toString('base64')}`;
    },
    async verify(hash, password) {
      const known = hash === null ? nobody : (schemeOf(hash) ?? nobody);
      const key = await queued(() => known.scheme.derive(password, known.salt));
      const right = crypto.timingSafeEqual(key, known.key) && known !== nobody;
      return { right, outdated: known.scheme.prefix !== scheme.prefix };
    },
  };
}
