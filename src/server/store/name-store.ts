import type { NamedThing } from '#shared/domain/names.ts';

/** What the platform calls an id; null where it knew of no such thing. `at`: when it was asked, epoch milliseconds. */
export type KnownName = { name: string | null; at: number };

/** Names that the platform tells for ids, kept because it is asked for whole lists, and forgets what was deleted. */
export type NameRepository = {
  /** By id. */
  of(connection: string, of: NamedThing): Promise<Map<string, KnownName>>;
  /** An id that has no name any more keeps the last one it had. */
  learn(connection: string, of: NamedThing, names: ReadonlyMap<string, string | null>, at: number): Promise<void>;
};
