import type { Clock } from '#server/clock.ts';
import { formatBasicTime } from '#wire/iotda/time.ts';
import {
  type Hashing,
  maxClockSkewMs,
  contentHashHeader,
  payloadHash,
  type Query,
  sdkDateHeader,
  type SigningAlgorithm,
  signRequest,
  unsignedPayload,
} from '#wire/iotda/signing.ts';
import { createGate, type Recognition } from './gate.ts';
import type { Method } from './exchange.ts';
import type { FormBody } from './multipart.ts';
import type { PlatformErrorCode } from './port.ts';
import type { Secret } from './secret.ts';
import type { Skew } from './skew.ts';

/** A request that wants to be authorised. `path` is unencoded. */
type Outgoing = { method: Method; host: string; path: string; query: Query; body?: string | FormBody };

/**
 * `go`: send it with these headers, and say afterwards how they were taken; `settle` answers whether sending once more, with new
 * headers, may help. `fencedAt`: from then on (epoch milliseconds) the platform refuses these bytes, null where it never will.
 * `stopped`: there is nothing to send it with; try again after `retryAfterMs`. `aborted`: the caller gave up while it waited.
 */
type Authorized =
  | {
      kind: 'go';
      headers: Record<string, string>;
      fencedAt: number | null;
      settle: (recognition: Recognition, answer: { date: string | undefined; isReplay: boolean }) => boolean;
    }
  | { kind: 'stopped'; code: PlatformErrorCode; upstreamCode: string | null; retryAfterMs: number }
  | { kind: 'aborted' };

export type Authenticator = {
  /** Requests are signed, so a refused signature and a wrong algorithm are possible. */
  readonly signed: boolean;
  authorize(request: Outgoing, signal?: AbortSignal): Promise<Authorized>;
  /** While a token cannot be renewed: until when (epoch milliseconds) the present one still serves; else null. */
  servesUntil?(): number | null;
};

/** An access key. `securityToken` belongs to temporary keys. */
export type AccessKey = { accessKey: string; secretKey: Secret; securityToken?: Secret };
export type SigningSettings = AccessKey & { algorithm: SigningAlgorithm; region: string; projectId: string };

/** After a signed request's 15 minutes the gateway refuses it; one more covers what we do not know of its clock. */
const fenceMs = maxClockSkewMs + 60_000;
/** A date further off than this explains a refused signature. */
const suspiciousSkewMs = 60_000;

const hostForm = /^[a-z][a-z0-9-]+(\.[a-z]{2,}-[a-z]+-\d{1,2})?\.(my)?(huaweicloud|myhwclouds)\.(com|cn)/;

/** The algorithm a host wants where the settings leave it open: the derived one for everything but the basic edition's hosts. */
export function algorithmFor(host: string): SigningAlgorithm {
  return hostForm.test(host) ? 'sdk' : 'v11';
}

/** Signs each request with an access key. */
export function createSigning(
  settings: SigningSettings,
  needs: { clock: Clock; skew: Skew; hashing: Hashing },
): Authenticator {
  const { clock, skew } = needs;
  const hashing = remembering(needs.hashing);
  const gate = createGate(clock);

  return {
    signed: true,
    async authorize(request, signal) {
      const entry = await gate.enter(signal);
      if (entry.kind === 'aborted') return entry;
      if (entry.kind === 'paused')
        return { kind: 'stopped', code: 'credentials_rejected', upstreamCode: null, retryAfterMs: entry.retryAfterMs };
      const signedAt = skew.platformNow();
      const date = formatBasicTime(signedAt);
      const form = typeof request.body === 'object' ? request.body : null;
      const headers: Record<string, string> = {
        ...(form === null ? { 'Content-Type': 'application/json' } : { [contentHashHeader]: unsignedPayload }),
        'X-Project-Id': settings.projectId,
        [sdkDateHeader]: date,
        ...(settings.securityToken === undefined ? {} : { 'X-Security-Token': settings.securityToken.reveal() }),
      };
      const { authorization } = signRequest(
        {
          algorithm: settings.algorithm,
          accessKey: settings.accessKey,
          secretKey: settings.secretKey.reveal(),
          region: settings.region,
          date,
          method: request.method,
          path: request.path,
          query: request.query,
          headers: { ...headers, Host: request.host },
          payloadHash: typeof request.body === 'object' ? unsignedPayload : payloadHash(request.body, hashing),
        },
        hashing,
      );
      return {
        kind: 'go',
        // The form's own type, whose boundary no signer knows, is not among what is signed.
        headers: { ...headers, ...(form && { 'Content-Type': form.contentType }), Authorization: authorization },
        fencedAt: clock.now() + fenceMs,
        settle(recognition, answer) {
          const offBy = Math.abs(Date.parse(answer.date ?? '') - signedAt);
          const replay = recognition === 'rejected' && !answer.isReplay && offBy >= suspiciousSkewMs;
          if (replay) skew.trust(answer.date);
          // A refused date says nothing of the key: several calls may be under way when the clock is set.
          entry.leave(replay ? 'unclear' : recognition);
          return replay;
        },
      };
    },
  };
}

/** A key is derived for a day, and most calls have no body: doing either anew for each call costs more than the signature. */
function remembering(hashing: Hashing): Hashing {
  let last = { scope: '', key: '' };
  const ofNothing = hashing.sha256Hex('');
  return {
    ...hashing,
    sha256Hex: (data) => (data === '' ? ofNothing : hashing.sha256Hex(data)),
    hkdfSha256Hex(secretKey, accessKey, scope, length) {
      if (last.scope !== scope) last = { scope, key: hashing.hkdfSha256Hex(secretKey, accessKey, scope, length) };
      return last.key;
    },
  };
}
