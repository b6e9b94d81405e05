/** What a handler is given and gives back. Handlers are plain functions: everything of HTTP is the gateway's business. */
import type { World } from '#simulator/world/world.ts';

export type Call = {
  world: World;
  /** Path parameters. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The parsed JSON body; undefined when there is none. */
  body: unknown;
  /** What the request log should know. */
  note(facts: { taskId?: string; targets?: readonly string[] | null }): void;
};

/** A body of null is sent as an empty one. */
export type Answer = { status: number; body: unknown };
export type Handler = (call: Call) => Answer;

export const ok = (body: unknown): Answer => ({ status: 200, body });
