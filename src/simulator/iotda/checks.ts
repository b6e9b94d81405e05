/** Ranges and forms the platform checks (vendor pages of the v5 calls), each with the code it answers. */
import { parseBasicTime } from '#wire/iotda/time.ts';
import type { Space } from '#simulator/world/catalogue.ts';
import type { World } from '#simulator/world/world.ts';
import { invalid, refuse } from './refusal.ts';

export const idPattern = /^[A-Za-z0-9_-]{1,36}$/;
export const devicePattern = /^[A-Za-z0-9_-]{1,128}$/;
export const namePattern = /^[\p{Script=Han}A-Za-z0-9_]{1,128}$/u;

/** A text parameter; absent = undefined, malformed = IOTDA.000006. */
export function textParam(query: URLSearchParams, name: string, pattern: RegExp): string | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!pattern.test(value)) throw invalid(`${name} is malformed.`);
  return value;
}

export function flagParam(query: URLSearchParams, name: string): boolean | undefined {
  const value = textParam(query, name, /^(true|false)$/);
  return value === undefined ? undefined : value === 'true';
}

/** A moment written `yyyyMMdd'T'HHmmss'Z'`, as epoch ms. */
export function timeParam(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const ms = parseBasicTime(value);
  if (ms === null) throw refuse('IOTDA.000009', name);
  return ms;
}

/** The space of `app_id`: its index, or undefined when the parameter is absent. */
export function spaceParam(world: World, query: URLSearchParams): number | undefined {
  const appId = textParam(query, 'app_id', idPattern);
  return appId === undefined ? undefined : spaceIndex(world, appId);
}

export function spaceIndex(world: World, appId: string): number {
  const index = world.fleet.catalogue.spaces.findIndex((space) => space.appId === appId);
  if (index < 0) throw refuse('IOTDA.001000');
  return index;
}

export function spaceAt(world: World, index: number): Space {
  const space = world.fleet.catalogue.spaces[index];
  if (space === undefined) throw new RangeError(`no space ${index}`);
  return space;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as a JSON object, else IOTDA.000008. */
export function objectBody(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw refuse('IOTDA.000008');
  return body;
}
