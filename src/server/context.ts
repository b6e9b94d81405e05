import type { Connection } from '#shared/domain/connection.ts';
import type { Outcome, Task, TaskRef } from '#shared/domain/task.ts';
import type { Clock } from './clock.ts';
import type { LiveEvent } from '#shared/api/events.ts';
import type { Platform } from './platform/port.ts';
import type { Store } from './store/store.ts';

/** One configured platform. */
export type Connected = {
  id: string;
  name: string;
  region: string;
  simulated: boolean;
  platform: Platform;
  /** What the pages show of it. */
  describe(): Connection;
};

/** Where changes are published once, whoever listens. */
export type EventHub = {
  publish(event: LiveEvent): void;
  /** Calls back for each event from now on; returns how to stop. */
  listen(listener: (id: string, event: LiveEvent) => void): () => void;
  /** Events after `id` that are still kept, or null when some were already forgotten, or the id is not of this hub. */
  since(id: string): { id: string; event: LiveEvent }[] | null;
  /** The id of the newest event. */
  last(): string;
};

/** Structured lines: named fields only, one event a line. */
export type Log = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, error: unknown, fields?: LogFields): void;
};
export type LogFields = Record<string, string | number | boolean | null>;

/** Everything a part of the server may depend on; made once by start.ts. */
export type Services = {
  store: Store;
  clock: Clock;
  log: Log;
  events: EventHub;
  connections: ReadonlyMap<string, Connected>;
  /** This process among several that share a store. */
  owner: string;
};

/** What procedures ask of the background work. */
export type Work = {
  /**
   * Asks the platform for one task and the first page of its subtasks, stores and publishes what is new. Readers that ask at
   * the same time share one call. Rejects with a `PlatformError`; `not_found` also when the store knows the task.
   */
  look(ref: TaskRef): Promise<{ task: Task; requestJson: string }>;
  /**
   * Makes the copy current for these outcomes, page by page, when the copy's counts differ from the task's; resolves when it
   * is. Callers that ask for the same share one walk. Rejects with a `PlatformError`. With `withinMs` it answers false when that takes
   * longer: the walk goes on, and what it brings is current for who asks again soon after.
   */
  copyOutcomes(task: Task, outcomes: readonly Outcome[], withinMs?: number): Promise<boolean>;
  /** There is something to send: do not wait for the next tick. */
  wakeCourier(): void;
  /** Stops every loop and waits for what is under way to be written down. */
  stop(): Promise<void>;
};
