import { randomUUID } from 'node:crypto';

const safe = /^[A-Za-z0-9._-]{1,64}$/;

/** The id that joins an answer with its log lines. One that came with the request is kept only when it cannot forge a line. */
export const requestIdOf = (inbound: string | null | undefined): string =>
  typeof inbound === 'string' && safe.test(inbound) ? inbound : randomUUID();
