import { randomBytes } from 'node:crypto';
import type { Site } from './site.ts';

/** A fresh value per answer: 128 bits. */
export const newNonce = (): string => randomBytes(16).toString('base64');

/** What pages of the console may do. The console's scripts and styles carry the nonce; Trusted Types keep strings out of HTML. */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "connect-src 'self'",
    "worker-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
    'report-to csp',
    'report-uri /api/csp-report',
  ].join('; ');

/** The same for the API's reference page: its viewer writes descriptions as HTML itself, so it cannot have Trusted Types. */
export const docsPolicy = (nonce: string): string =>
  pagePolicy(nonce).replace("require-trusted-types-for 'script'; trusted-types default; ", '');

/** Answers that are not pages: nothing in them may run or be framed, whatever a browser takes them for. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** A worker goes by the policy of its own file: it may ask the console, and nothing else. */
export const workerPolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/** Headers of every answer. A policy or a caching rule that the answer already carries stays. */
export function secure(headers: Headers, site: Site, requestId: string): void {
  const always: Record<string, string> = {
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  if (site.secure) headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', dataPolicy);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
}
