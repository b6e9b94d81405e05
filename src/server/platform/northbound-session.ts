import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock } from '#server/clock.ts';
import { ErrorBody, knownError } from '#wire/northbound/errors.ts';
import { appKeyHeader, loginPath, refreshPath, type RefreshRequest, Session } from '#wire/northbound/session.ts';
import type { Authenticator } from './auth.ts';
import { backoffMs } from './backoff.ts';
import { classify, type ErrorWords } from './classify.ts';
import { exchange, readDeadlines, type Timer } from './exchange.ts';
import { createGate } from './gate.ts';
import type { PlatformErrorCode } from './port.ts';
import { Secret } from './secret.ts';

export type Application = { appId: string; secret: Secret };
type Needs = { origin: string; dispatcher: Dispatcher; clock: Clock; timer: Timer; random: () => number };

type Tokens = { access: Secret; refresh: Secret | null; renewAt: number; expiresAt: number };
type Failure = { code: PlatformErrorCode; upstreamCode: string | null; retryAfterMs: number };
type Obtained = { tokens: Tokens } | Failure;

/** Part of its life after which a session is renewed, and how long before its end it is no longer used. */
const renewAtShare = 0.8;
const earlyMs = 60_000;
/** Where the answer does not say: what the platform's own clients assume. */
const lifeMs = 3_600_000;
const attempts = 3;

/** Errors of the northbound platform, whose text is in another field. */
export const northboundErrors: ErrorWords = {
  read(json) {
    const body = ErrorBody.safeParse(json).data;
    return body ? { code: body.error_code, message: body.error_desc, requestId: undefined } : null;
  },
  known: knownError,
};

/**
 * Authorises requests with the session of an application. Only the newest token is valid, so there is one for all calls, and however
 * many need a new one, it is asked for once. A call that was on its way with the token before is refused and sent again.
 */
export function createNorthboundSession(application: Application, needs: Needs): Authenticator {
  const { clock } = needs;
  const loginGate = createGate(clock);
  const gate = createGate(clock);
  let current: Tokens | null = null;
  let refresh: Secret | null = null;
  let obtaining: Promise<Obtained> | null = null;
  let renewNotBefore = 0;

  async function obtain(): Promise<Obtained> {
    for (let attempt = 1; ; attempt += 1) {
      const entry = await loginGate.enter();
      if (entry.kind !== 'go') {
        const retryAfterMs = entry.kind === 'paused' ? entry.retryAfterMs : 0;
        return { code: 'credentials_rejected', upstreamCode: null, retryAfterMs };
      }
      // A refresh token is tried once: whatever is wrong with it, a login makes a new one.
      const used = refresh;
      refresh = null;
      const obtained = await (used === null ? logIn(application, needs) : renew(application, used, needs));
      const rejected = 'code' in obtained && obtained.code === 'credentials_rejected';
      entry.leave('tokens' in obtained ? 'accepted' : rejected && used === null ? 'rejected' : 'unclear');
      if ('tokens' in obtained || (rejected && used === null) || attempt === attempts) return obtained;
      if (used === null) await clock.sleep(backoffMs(attempt, needs.random));
    }
  }

  const obtainOnce = () => {
    obtaining ??= obtain().then((obtained) => {
      obtaining = null;
      if ('tokens' in obtained) {
        current = obtained.tokens;
        refresh = obtained.tokens.refresh;
      } else {
        renewNotBefore = clock.now() + earlyMs;
      }
      return obtained;
    });
    return obtaining;
  };

  const tokens = async (): Promise<Obtained> => {
    if (obtaining !== null) return obtaining;
    if (current === null || clock.now() >= current.expiresAt) return obtainOnce();
    if (clock.now() < current.renewAt || clock.now() < renewNotBefore) return { tokens: current };
    // Renewing ends the token in use, so nobody goes on with it meanwhile; if it fails, the old one still has a while to live.
    const before = current;
    const renewed = await obtainOnce();
    return 'tokens' in renewed || current !== before ? renewed : { tokens: before };
  };

  return {
    signed: false,
    async authorize(_, signal) {
      const entry = await gate.enter(signal);
      if (entry.kind === 'aborted') return entry;
      if (entry.kind === 'paused') {
        return { kind: 'stopped', code: 'credentials_rejected', upstreamCode: null, retryAfterMs: entry.retryAfterMs };
      }
      const obtained = await tokens();
      if (!('tokens' in obtained)) {
        entry.leave('unclear');
        return { kind: 'stopped', ...obtained };
      }
      const used = obtained.tokens;
      return {
        kind: 'go',
        headers: {
          'Content-Type': 'application/json',
          [appKeyHeader]: application.appId,
          Authorization: `Bearer ${used.access.reveal()}`,
        },
        fencedAt: null,
        settle(recognition, { isReplay }) {
          const replay = recognition === 'rejected' && !isReplay;
          // Somebody else has logged in as this application: its refresh token died with the session.
          if (replay && current === used) {
            current = null;
            refresh = null;
          }
          entry.leave(replay ? 'unclear' : recognition);
          return replay;
        },
      };
    },
  };
}

type Form = { path: string; type: string; body: string };

function logIn({ appId, secret }: Application, needs: Needs): Promise<Obtained> {
  const body = new URLSearchParams({ appId, secret: secret.reveal() }).toString();
  return ask({ path: loginPath, type: 'application/x-www-form-urlencoded', body }, needs);
}

function renew({ appId, secret }: Application, refreshToken: Secret, needs: Needs): Promise<Obtained> {
  const body: RefreshRequest = { appId, secret: secret.reveal(), refreshToken: refreshToken.reveal() };
  return ask({ path: refreshPath, type: 'application/json', body: JSON.stringify(body) }, needs);
}

/** Asking twice does no harm beyond ending the session before, which nobody uses while one is asked for. */
async function ask({ path, type, body }: Form, needs: Needs): Promise<Obtained> {
  const { origin, dispatcher, timer, clock, random } = needs;
  const answer = await exchange(
    dispatcher,
    { method: 'POST', origin, path, headers: { 'Content-Type': type, Accept: 'application/json' }, body },
    { deadlines: readDeadlines, timer, abortWhileSent: true },
  );
  const retryAfterMs = backoffMs(1, random);
  if (answer.kind !== 'answer') {
    const code = answer.reason === 'aborted' ? 'unreachable' : answer.reason;
    return { code, upstreamCode: answer.cause, retryAfterMs };
  }
  const now = clock.now();
  const verdict = classify(answer, { schema: Session, now, signed: false, errors: northboundErrors });
  if (verdict.kind === 'ok') return { tokens: tokensOf(verdict.value, now) };
  const { upstreamCode } = verdict.detail;
  if (verdict.kind === 'throttled')
    return { code: 'throttled', upstreamCode, retryAfterMs: verdict.retryAfterMs ?? retryAfterMs };
  if (verdict.kind === 'maybe') return { code: verdict.code, upstreamCode, retryAfterMs };
  // An unknown or refused application: for whoever calls, the credentials are wrong.
  return { code: verdict.code === 'failing' ? 'failing' : 'credentials_rejected', upstreamCode, retryAfterMs };
}

function tokensOf({ accessToken, refreshToken, expiresIn }: z.infer<typeof Session>, now: number): Tokens {
  const life = expiresIn ? expiresIn * 1000 : lifeMs;
  return {
    access: new Secret(accessToken),
    refresh: refreshToken === undefined ? null : new Secret(refreshToken),
    renewAt: now + life * renewAtShare,
    expiresAt: now + Math.max(life - earlyMs, life / 2),
  };
}
