/**
 * Tokens that carry their own proof, so that none has to be remembered: what they say, a seal over it, and filler up to the
 * several kilobytes real ones have.
 */
import type { World } from '#simulator/world/world.ts';
import { nodeHashing } from '#simulator/world/hashing.ts';

type Claims = { expiresMs: number; generation: number };

const tokenLength = 4096;

/** A token that is valid from now for `world.tokenLifeMs`. */
export function issueToken(world: World): { token: string; issuedMs: number; expiresMs: number } {
  const issuedMs = world.clock.now();
  const expiresMs = issuedMs + world.tokenLifeMs;
  const claims: Claims = { expiresMs, generation: world.tokenGeneration };
  const text = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const start = `MII${text}.${seal(world, text)}.`;
  const filler = nodeHashing.sha256Hex(start).repeat(Math.ceil(tokenLength / 64));
  return { token: start + filler.slice(0, tokenLength - start.length), issuedMs, expiresMs };
}

/** What a token says, or null when it is not ours, expired or revoked. */
export function readToken(world: World, token: string): Claims | null {
  const [text, sealed] = token.slice(3).split('.');
  if (text === undefined || sealed !== seal(world, text)) return null;
  const claims = JSON.parse(Buffer.from(text, 'base64url').toString()) as Claims; // sealed by us, so its shape is known
  return claims.expiresMs > world.clock.now() && claims.generation === world.tokenGeneration ? claims : null;
}

const seal = (world: World, text: string): string => nodeHashing.hmacSha256Hex(world.credentials.tokenKey, text);
