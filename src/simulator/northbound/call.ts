/** What a handler of the northbound platform is given. */
import type { Answer } from '#simulator/iotda/call.ts';
import { isObject } from '#simulator/iotda/checks.ts';
import type { World } from '#simulator/world/world.ts';
import { refuse } from './refusal.ts';

export type NorthboundCall = {
  world: World;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Headers;
  /** The body as it came. */
  text: string;
  /** What the request log should know. */
  note(facts: { taskId?: string; targets?: readonly string[] | null }): void;
};
export type NorthboundHandler = (call: NorthboundCall) => Answer;

/** The body as a JSON object, else 50400. */
export function jsonBody({ text, headers }: NorthboundCall): Record<string, unknown> {
  if (!/^application\/json\b/i.test(headers.get('content-type') ?? '')) throw refuse('invalid body');
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Not JSON: refused below.
  }
  throw refuse('invalid body');
}

/** The application the simulated platform knows: its own resource space. */
export function applicationOf({ fleet }: World): string {
  return fleet.catalogue.spaces.find((space) => space.isDefault)?.appId ?? '';
}

/** Refuses an `appId` that is not the caller's own: one it was not authorised for, or none at all. */
export function admitApplication(world: World, appId: unknown): void {
  if (appId === undefined || appId === null || appId === applicationOf(world)) return;
  const exists = world.fleet.catalogue.spaces.some((space) => space.appId === appId);
  throw refuse(exists ? 'not authorised' : 'no application');
}
