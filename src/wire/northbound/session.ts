/** Logging in to the northbound v1.1.0 platform and renewing the session (Authentication; Refreshing a Token). */
import { z } from 'zod';
import { id, soft, text, whole } from '#wire/iotda/reading.ts';

/** `POST`, form-urlencoded `appId` and `secret`. A login ends the session before it: only the newest token is valid. */
export const loginPath = '/iocm/app/sec/v1.1.0/login';
/** `POST`, JSON {@link RefreshRequest}; answered like a login. */
export const refreshPath = '/iocm/app/sec/v1.1.0/refreshToken';
/** Every other call carries the application's ID in this header, and the token as `Authorization: Bearer`. */
export const appKeyHeader = 'app_key';

/** The fields of a login form and what both calls have in common; each at most 256 characters. */
const LoginForm = z.object({ appId: z.string().min(1).max(256), secret: z.string().min(1).max(256) });

export const RefreshRequest = LoginForm.extend({ refreshToken: z.string().min(1) });
export type RefreshRequest = z.infer<typeof RefreshRequest>;

/** Answer of both calls; `expiresIn` is in seconds. */
export const Session = z.looseObject({
  accessToken: id,
  refreshToken: soft(id),
  expiresIn: soft(whole),
  tokenType: soft(text),
  scope: soft(text),
});
export type Session = z.infer<typeof Session>;
