import type { Counts, Sample, TaskRef } from '#shared/domain/task.ts';
import type { DraftRepository } from './draft-store.ts';
import type { DeviceRepository, ErrorNoteRepository, FailureRepository, TargetSetRepository } from './failure-store.ts';
import type { KinRepository } from './kin-store.ts';
import type { NameRepository } from './name-store.ts';
import type { OperationRepository } from './operation-store.ts';
import type { PeopleRepository, SessionRepository, ThrottleRepository } from './people-store.ts';
import type { SubtaskRepository } from './subtask-store.ts';
import type { TaskRepository } from './task-store.ts';
import type { TwinRepository } from './twin-store.ts';
import type { ViewRepository } from './view-store.ts';
import type { WalkPlaceRepository } from './walk-places.ts';
import type { WorkbookRepository } from './workbook-store.ts';

/**
 * Everything the console remembers, on SQLite or PostgreSQL. Times are epoch milliseconds. Every method is atomic. Methods that
 * change something resolve only after the change is durable; all may reject with `StoreBusyError` (try again later) or
 * `StoreFullError` (nothing can be written, reading goes on).
 */
export type Store = {
  readonly engine: 'sqlite' | 'postgres';
  readonly people: PeopleRepository;
  readonly sessions: SessionRepository;
  readonly throttle: ThrottleRepository;
  readonly tasks: TaskRepository;
  readonly twins: TwinRepository;
  readonly subtasks: SubtaskRepository;
  readonly samples: SampleRepository;
  readonly walkPlaces: WalkPlaceRepository;
  readonly operations: OperationRepository;
  readonly leases: LeaseRepository;
  readonly failures: FailureRepository;
  readonly devices: DeviceRepository;
  readonly targetSets: TargetSetRepository;
  readonly errorNotes: ErrorNoteRepository;
  readonly names: NameRepository;
  readonly kin: KinRepository;
  readonly views: ViewRepository;
  readonly drafts: DraftRepository;
  readonly workbooks: WorkbookRepository;
  /**
   * After the clock was set back: brings what was seen or planned ahead of `now` to it, so that work goes on. Answers how many
   * tasks had been seen in the future.
   */
  repairClock(now: number): Promise<number>;
  /** Rejects when nothing can be written. */
  probe(): Promise<void>;
  close(): Promise<void>;
};

export type SampleRepository = {
  /**
   * Stores the counts at `at` when they differ from the newest sample; returns whether it did. Behind a sample that is more than
   * a minute newer, which only a clock that was set back explains, it is stored right after that one.
   */
  add(ref: TaskRef, at: number, counts: Counts): Promise<boolean>;
  /** Oldest first, thinned evenly to at most `most` with the first and the last kept. */
  list(ref: TaskRef, most: number): Promise<Sample[]>;
  /** Tasks in the order of connection and id, behind `after`. */
  tasks(after: TaskRef | null, limit: number): Promise<TaskRef[]>;
  /**
   * Of the samples from `from` until `until`, keeps the last of each `stepMs`, or none where it is null, and always the first and
   * the last of the whole curve. Answers how many were removed.
   */
  thin(ref: TaskRef, range: { from: number; until: number; stepMs: number | null }): Promise<number>;
};

/** Named leases: which process is alive, and who runs a loop that must run once. */
/** Who does what among the processes that share a store. Their times are the store's own, which is the same for all of them. */
export type LeaseRepository = {
  /** The store's time. */
  now(): Promise<number>;
  /** True when `owner` holds `name` until `now + ttlMs` (new, renewed, or taken over after expiry). At most ten minutes. */
  hold(name: string, owner: string, now: number, ttlMs: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
  /** Ends leases of processes (`processLease`) that have expired, and everything that is held by an owner without one. */
  free(now: number): Promise<void>;
  /** Owners whose lease of a name starting with `prefix` has not expired. */
  owners(prefix: string, now: number): Promise<string[]>;
};

export class StoreBusyError extends Error {
  constructor(cause: unknown) {
    super('The database is busy.', { cause });
    this.name = 'StoreBusyError';
  }
}
export class StoreFullError extends Error {
  constructor(cause: unknown) {
    super('The database cannot be written.', { cause });
    this.name = 'StoreFullError';
  }
}
/** Another process uses the same database file. */
export class StoreOwnedError extends Error {
  constructor(file: string, cause: unknown) {
    super(`Another process uses this data folder (it holds ${file}).`, { cause });
    this.name = 'StoreOwnedError';
  }
}
/** The database was last used by a newer version of the console, whose migrations this one does not know. */
export class StoreNewerError extends Error {
  constructor(unknownMigrations: readonly string[]) {
    super(`The database was written by a newer version (${unknownMigrations.join(', ')}).`);
    this.name = 'StoreNewerError';
  }
}
