/** Who is calling: an IAM token, or a request signed with AK/SK by either algorithm. */
import {
  maxClockSkewMs,
  type Query,
  parseAuthorization,
  type SigningAlgorithm,
  signingService,
  signRequest,
  unsignedPayload,
} from '#wire/iotda/signing.ts';
import { parseBasicTime } from '#wire/iotda/time.ts';
import { readToken } from '#simulator/iam/token.ts';
import { nodeHashing } from '#simulator/world/hashing.ts';
import type { World } from '#simulator/world/world.ts';
import { refuse } from './refusal.ts';

/** Which edition the instance is; `any` accepts both algorithms and every host. */
export type Edition = 'basic' | 'standard' | 'any';

export type Gatekeeper = {
  /** Throws a Refusal unless the caller is known; answers the access key, or null for a token. */
  admit(request: Request, body: Uint8Array): string | null;
};

/** The sixth signature in a row that does not verify locks the key. */
const failuresToLock = 6;
const lockMs = 5 * 60_000;
const maxSignedBytes = 12 * 1024 * 1024;
/** Hosts of the basic edition: `iotda.{region}.myhuaweicloud.com` (decision rule of the vendor's SDKs). */
const basicHost = /^[a-z][a-z0-9-]+(\.[a-z]{2,}-[a-z]+-\d{1,2})?\.(my)?(huaweicloud|myhwclouds)\.(com|cn)/;

export function createGatekeeper(world: World, edition: Edition): Gatekeeper {
  let failures = 0;
  let lockedUntilMs = 0;

  function admitSigned(request: Request, header: string, body: Uint8Array): string {
    if (body.byteLength > maxSignedBytes) throw refuse('APIGW.0201');
    const claim = parseAuthorization(header);
    if (claim === null) throw refuse('APIGW.0301', 'The Authorization header cannot be read.');
    if (edition !== 'any' && claim.algorithm !== algorithmOf[edition]) throw refuse('IOTDA.000002');
    const { ak, sk, region } = world.credentials;
    if (claim.accessKey !== ak) throw refuse('APIGW.0301', 'The access key is unknown.');
    const nowMs = world.clock.now();
    if (nowMs < lockedUntilMs) throw refuse('APIGW.0301', 'The access key is locked.');

    const date = request.headers.get('x-sdk-date') ?? '';
    const signedMs = parseBasicTime(date);
    if (signedMs === null || !claim.signedHeaders.includes('x-sdk-date')) throw refuse('APIGW.0301', 'X-Sdk-Date');
    if (Math.abs(nowMs - signedMs) > maxClockSkewMs) throw refuse('APIGW.0301', 'The request has expired.');
    const { scope } = claim;
    const scoped =
      scope === null || (scope.day === date.slice(0, 8) && scope.region === region && scope.service === signingService);
    const { signature } = signRequest(
      {
        algorithm: claim.algorithm,
        accessKey: ak,
        secretKey: sk,
        date,
        region,
        method: request.method,
        path: unencodedPath(request.url),
        query: unencodedQuery(request.url),
        headers: signedHeaders(request, claim.signedHeaders),
        payloadHash: hashOfPayload(request, body),
      },
      nodeHashing,
    );
    if (!scoped || signature !== claim.signature) {
      failures += 1;
      if (failures >= failuresToLock) {
        failures = 0;
        lockedUntilMs = nowMs + lockMs;
      }
      throw refuse('APIGW.0301', 'The signature does not match.');
    }
    failures = 0;
    return ak;
  }

  return {
    admit(request, body) {
      const authorization = request.headers.get('authorization');
      const token = request.headers.get('x-auth-token');
      let accessKey: string | null = null;
      if (authorization !== null) {
        accessKey = admitSigned(request, authorization, body);
      } else {
        if (token === null) throw refuse('APIGW.0301', 'Neither X-Auth-Token nor Authorization is present.');
        if (readToken(world, token) === null) throw refuse('APIGW.0301', 'The token must be updated.');
      }
      if (edition === 'standard' && basicHost.test(hostOf(request))) throw refuse('IOTDA.000021');
      return accessKey;
    },
  };
}

const algorithmOf: Record<'basic' | 'standard', SigningAlgorithm> = { basic: 'sdk', standard: 'v11' };

const hostOf = (request: Request): string => request.headers.get('host') ?? new URL(request.url).host;

function signedHeaders(request: Request, names: readonly string[]): Record<string, string> {
  const pairs = names.map((name) => [name, name === 'host' ? hostOf(request) : (request.headers.get(name) ?? '')]);
  return Object.fromEntries(pairs);
}

/** The signed line is either the hash of the bytes that came, or the marker of an unsigned upload. */
function hashOfPayload(request: Request, body: Uint8Array): string {
  const sent = request.headers.get('x-sdk-content-sha256');
  return sent === unsignedPayload ? unsignedPayload : nodeHashing.sha256Hex(body);
}

function unencodedPath(url: string): string {
  return new URL(url).pathname.split('/').map(decode).join('/');
}

/** By hand, because in a signed query `+` is a plus sign and not a space. */
function unencodedQuery(url: string): Query {
  const query: Record<string, string[]> = {};
  for (const pair of new URL(url).search.slice(1).split('&')) {
    if (pair === '') continue;
    const [key = '', value = ''] = pair.split('=').map(decode);
    (query[key] ??= []).push(value);
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse('APIGW.0301', 'The address cannot be read.');
  }
}
