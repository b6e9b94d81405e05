import type { Dispatcher } from 'undici';
import type { Clock } from '#server/clock.ts';
import {
  authTokenHeader,
  CreateTokenResponse,
  type CreateTokenRequest,
  subjectTokenHeader,
  tokenLifeMs,
  tokenPath,
} from '#wire/iotda/identity.ts';
import { parseIsoTime } from '#wire/iotda/time.ts';
import type { Authenticator } from './auth.ts';
import { backoffMs } from './backoff.ts';
import { type Breaker, createBreaker, type Signal } from './breaker.ts';
import { classify } from './classify.ts';
import { type Deadlines, exchange, type Timer } from './exchange.ts';
import { createGate, type Gate } from './gate.ts';
import type { PlatformErrorCode } from './port.ts';
import { Secret } from './secret.ts';

/** An IAM user of an account (domain). */
export type Password = { iamEndpoint: string; domain: string; user: string; password: Secret };
export type TokenNeeds = {
  dispatcher: Dispatcher;
  clock: Clock;
  timer: Timer;
  random: () => number;
  deadlines: Deadlines;
};

type Token = { value: Secret; refreshAt: number; expiresAt: number };
type Failure = { code: PlatformErrorCode; upstreamCode: string | null; retryAfterMs: number };
type Fetched = { token: Token } | Failure;

/** Part of its life after which a token is replaced while it is still in use, and how long before its end it no longer is. */
const refreshAtShare = 0.8;
const earlyMs = 60_000;
const attempts = 3;
/** IAM is asked seldom, and three times in a row where it fails: that is enough to leave it alone for a while. */
const failuresToPause = 3;

/** Authorises requests with an IAM token: one for all calls, asked for once however many need it. */
export function createTokens(settings: Password & { projectId: string }, needs: TokenNeeds): Authenticator {
  const { clock } = needs;
  const iam = { gate: createGate(clock), breaker: createBreaker(clock, { minCalls: failuresToPause }) };
  const gate = createGate(clock);
  let current: Token | null = null;
  let fetching: Promise<Fetched> | null = null;
  let nextRefreshAt = 0;
  let renewalFails = false;

  const fetchOnce = () => {
    fetching ??= fetchToken(settings, needs, iam).then((fetched) => {
      fetching = null;
      renewalFails = !('token' in fetched);
      if ('token' in fetched) current = fetched.token;
      else nextRefreshAt = clock.now() + earlyMs;
      return fetched;
    });
    return fetching;
  };

  /** A token that is good now; one that grows old is used while its successor is fetched. */
  const obtain = async (): Promise<Fetched> => {
    if (current === null || clock.now() >= current.expiresAt) return fetchOnce();
    if (clock.now() >= current.refreshAt && clock.now() >= nextRefreshAt) void fetchOnce();
    return { token: current };
  };

  return {
    signed: false,
    servesUntil: () => (renewalFails && current !== null && clock.now() < current.expiresAt ? current.expiresAt : null),
    async authorize(request, signal) {
      const entry = await gate.enter(signal);
      if (entry.kind === 'aborted') return entry;
      if (entry.kind === 'paused') {
        return { kind: 'stopped', code: 'credentials_rejected', upstreamCode: null, retryAfterMs: entry.retryAfterMs };
      }
      const obtained = await obtain();
      if (!('token' in obtained)) {
        entry.leave('unclear');
        return { kind: 'stopped', ...obtained };
      }
      const used = obtained.token;
      const contentType = typeof request.body === 'object' ? request.body.contentType : 'application/json';
      return {
        kind: 'go',
        headers: { 'Content-Type': contentType, [authTokenHeader]: used.value.reveal() },
        fencedAt: null,
        settle(recognition, { isReplay }) {
          const replay = recognition === 'rejected' && !isReplay;
          if (replay && current === used) current = null;
          entry.leave(replay ? 'unclear' : recognition);
          return replay;
        },
      };
    },
  };
}

async function fetchToken(
  settings: Password & { projectId: string },
  needs: TokenNeeds,
  { gate, breaker }: { gate: Gate; breaker: Breaker },
): Promise<Fetched> {
  const { clock, random } = needs;
  for (let attempt = 1; ; attempt += 1) {
    const closed = breaker.isShut();
    if (closed !== null) return { code: closed.code, upstreamCode: null, retryAfterMs: closed.retryAfterMs };
    const entry = await gate.enter();
    if (entry.kind !== 'go') {
      const retryAfterMs = entry.kind === 'paused' ? entry.retryAfterMs : 0;
      return { code: 'credentials_rejected', upstreamCode: null, retryAfterMs };
    }
    const passage = breaker.enter();
    if (passage.kind === 'shut') {
      entry.leave('unclear');
      return { code: passage.code, upstreamCode: null, retryAfterMs: passage.retryAfterMs };
    }
    const fetched = await askForToken(settings, needs);
    passage.leave(signalOf(fetched));
    const rejected = 'code' in fetched && fetched.code === 'credentials_rejected';
    entry.leave('token' in fetched ? 'accepted' : rejected ? 'rejected' : 'unclear');
    if ('token' in fetched || rejected || attempt === attempts) return fetched;
    await clock.sleep(backoffMs(attempt, random));
  }
}

/** Throttling and a wrong password have brakes of their own. */
function signalOf(fetched: Fetched): Signal {
  if ('token' in fetched) return { kind: 'works' };
  if (fetched.code === 'throttled') return { kind: 'nothing' };
  return fetched.code === 'credentials_rejected' ? { kind: 'works' } : { kind: 'fails', code: fetched.code };
}

/** Asking for a token changes nothing that matters: an earlier one stays valid, so a lost answer may be asked for again. */
async function askForToken(settings: Password & { projectId: string }, needs: TokenNeeds): Promise<Fetched> {
  const { clock, dispatcher, timer, deadlines, random } = needs;
  const body: CreateTokenRequest = {
    auth: {
      identity: {
        methods: ['password'],
        password: {
          user: { name: settings.user, password: settings.password.reveal(), domain: { name: settings.domain } },
        },
      },
      scope: { project: { id: settings.projectId } },
    },
  };
  const answer = await exchange(
    dispatcher,
    {
      method: 'POST',
      origin: settings.iamEndpoint,
      path: `${tokenPath}?nocatalog=true`,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    },
    { deadlines, timer, abortWhileSent: true },
  );
  const retryAfterMs = backoffMs(1, random);
  if (answer.kind !== 'answer') {
    const code = answer.reason === 'aborted' ? 'unreachable' : answer.reason;
    return { code, upstreamCode: answer.cause, retryAfterMs };
  }
  const verdict = classify(answer, { schema: CreateTokenResponse, now: clock.now(), signed: false });
  const value = answer.headers[subjectTokenHeader.toLowerCase()];
  if (verdict.kind === 'ok') {
    if (!value) return { code: 'garbled', upstreamCode: null, retryAfterMs };
    const lifeMs = lifeOf(verdict.value.token.issued_at, verdict.value.token.expires_at);
    const now = clock.now();
    return {
      token: { value: new Secret(value), refreshAt: now + lifeMs * refreshAtShare, expiresAt: now + lifeMs - earlyMs },
    };
  }
  const { upstreamCode } = verdict.detail;
  if (verdict.kind === 'throttled')
    return { code: 'throttled', upstreamCode, retryAfterMs: verdict.retryAfterMs ?? retryAfterMs };
  if (verdict.kind === 'maybe') return { code: verdict.code, upstreamCode, retryAfterMs };
  // A refused account, user, password or project: for whoever calls, the credentials are wrong.
  return { code: verdict.code === 'failing' ? 'failing' : 'credentials_rejected', upstreamCode, retryAfterMs };
}

/** By the platform's own two times, so that our clock does not matter; a day where they cannot be read. */
function lifeOf(issuedAt: string | undefined, expiresAt: string): number {
  const life = (parseIsoTime(expiresAt) ?? 0) - (parseIsoTime(issuedAt ?? '') ?? Number.NaN);
  return life > 0 ? life : tokenLifeMs;
}
