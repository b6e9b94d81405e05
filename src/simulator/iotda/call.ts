/** What a handler is given and gives back. Handlers are plain functions: everything of HTTP is the gateway's business. */
import type { World } from '#simulator/world/world.ts';

export type Call = {
  world: World;
  /** Path parameters. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The parsed JSON body; undefined when there is none. */
  body: unknown;
  /** The part named `file` of a multipart body; null when there is none. */
  upload: Upload | null;
  /** What the request log should know. */
  note(facts: { taskId?: string; targets?: readonly string[] | null }): void;
};

export type Upload = { name: string; bytes: Uint8Array };

/** A body of null is sent as an empty one. */
export type Answer = { status: number; body: unknown };
export type Handler = (call: Call) => Answer;

export const ok = (body: unknown): Answer => ({ status: 200, body });
