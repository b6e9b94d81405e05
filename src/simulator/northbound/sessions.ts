/** Sessions of the one application: of all tokens ever issued only the newest is valid, and calls are counted by the minute. */
import { ok } from '#simulator/iotda/call.ts';
import { nodeHashing } from '#simulator/world/hashing.ts';
import type { World } from '#simulator/world/world.ts';
import { applicationOf, jsonBody, type NorthboundCall, type NorthboundHandler } from './call.ts';
import { refuse } from './refusal.ts';

export type Sessions = {
  login: NorthboundHandler;
  refresh: NorthboundHandler;
  /** Refuses a call without the newest token, or one too many. */
  admit(call: NorthboundCall): void;
};

const tokenLifeMs = 3_600_000;
const refreshLifeMs = 28 * 24 * 3_600_000;
const minuteMs = 60_000;
const callsPerMinute = 100;

type Session = { access: string; refresh: string; accessUntil: number; refreshUntil: number };

export function createSessions(world: World): Sessions {
  const { clock } = world;
  let issued = 0;
  let current: Session | null = null;
  let calls: number[] = [];

  function issue() {
    issued += 1;
    const now = clock.now();
    const token = (kind: string) =>
      nodeHashing.hmacSha256Hex(world.credentials.tokenKey, `northbound ${kind} ${issued} ${now}`).slice(0, 40);
    current = {
      access: token('access'),
      refresh: token('refresh'),
      accessUntil: now + tokenLifeMs,
      refreshUntil: now + refreshLifeMs,
    };
    return ok({
      scope: 'default',
      tokenType: 'bearer',
      expiresIn: tokenLifeMs / 1000,
      accessToken: current.access,
      refreshToken: current.refresh,
    });
  }

  function throttle(): void {
    const now = clock.now();
    calls = calls.filter((at) => at > now - minuteMs);
    if (calls.length >= callsPerMinute) throw refuse('throttled');
    calls.push(now);
  }

  function checkSecret(appId: unknown, secret: unknown): void {
    if (appId !== applicationOf(world) || secret !== world.credentials.appSecret) throw refuse('bad secret');
    throttle();
  }

  return {
    login(call) {
      if (!/^application\/x-www-form-urlencoded\b/i.test(call.headers.get('content-type') ?? '')) {
        throw refuse('missing parameter');
      }
      const form = new URLSearchParams(call.text);
      const appId = form.get('appId');
      const secret = form.get('secret');
      if (appId === null || secret === null) throw refuse('missing parameter');
      checkSecret(appId, secret);
      return issue();
    },
    refresh(call) {
      const { appId, secret, refreshToken } = jsonBody(call);
      checkSecret(appId, secret);
      if (current === null || refreshToken !== current.refresh || clock.now() >= current.refreshUntil) {
        throw refuse('bad secret');
      }
      return issue();
    },
    admit({ headers }) {
      const isOurs = headers.get('app_key') === applicationOf(world);
      const token = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1];
      if (!isOurs || current === null || token !== current.access || clock.now() >= current.accessUntil) {
        throw refuse('bad token');
      }
      throttle();
    },
  };
}
