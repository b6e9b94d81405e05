import type { OperationKind, Operation, TargetOutcome, TargetResult } from '#shared/domain/operation.ts';
import type { Person } from '#shared/domain/session.ts';
import type { AnnotationChange } from '#shared/domain/annotation.ts';
import type { Role } from '#shared/domain/roles.ts';
import type { DraftRepository } from './draft-store.ts';
import type { WorkbookRepository } from './workbook-store.ts';
import type { DeviceRepository, ErrorNoteRepository, FailureRepository, TargetSetRepository } from './failure-store.ts';
import type { Layout, ListName, ListSettings, SavedView } from '#shared/domain/saved-view.ts';
import type {
  CopyState,
  Counts,
  FailureGroup,
  Outcome,
  Sample,
  Subtask,
  SubtaskSort,
  Task,
  TaskRef,
} from '#shared/domain/task.ts';
import type { Direction, TaskField, TaskFilter, TaskSort } from '#shared/domain/task-filter.ts';
import type { WalkPlaceRepository } from './walk-places.ts';

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
  readonly subtasks: SubtaskRepository;
  readonly samples: SampleRepository;
  readonly walkPlaces: WalkPlaceRepository;
  readonly operations: OperationRepository;
  readonly leases: LeaseRepository;
  readonly failures: FailureRepository;
  readonly devices: DeviceRepository;
  readonly targetSets: TargetSetRepository;
  readonly errorNotes: ErrorNoteRepository;
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

/** The answer to a page request, in the shape the contract promises. Cursors are opaque text. */
export type PageOf<T> = {
  rows: T[];
  total: number;
  from: number;
  nextCursor: string | null;
  previousCursor: string | null;
};

export type PersonSecret = Person & { passwordHash: string };
export type PeopleRepository = {
  count(): Promise<number>;
  list(): Promise<Person[]>;
  find(id: string): Promise<PersonSecret | null>;
  /** Names are compared case-insensitively after NFKC. */
  findByName(name: string): Promise<PersonSecret | null>;
  /** Null when the name is taken. */
  add(person: { id: string; name: string; role: Role; passwordHash: string; at: number }): Promise<Person | null>;
  /** Like `add`, but only while there is nobody yet; null otherwise. */
  addFirst(person: { id: string; name: string; role: Role; passwordHash: string; at: number }): Promise<Person | null>;
  change(id: string, change: { role?: Role; passwordHash?: string; disabled?: boolean }): Promise<Person | null>;
};

/** A session by the SHA-256 of its cookie; the cookie itself is never stored. `personId` is null-safe for demo people, who have no account. */
export type SessionRow = {
  idHash: string;
  personId: string;
  personName: string;
  role: Role;
  demo: boolean;
  createdAt: number;
  /** Last time a person did something; background traffic does not count. */
  activeAt: number;
  renewedAt: number;
};
export type SessionRepository = {
  /** Adds a session and removes the person's oldest beyond `keep`. */
  add(row: SessionRow, keep: number): Promise<void>;
  /** Under its present id, or under the one before while its grace lasts at `now`; the row carries the present id. */
  find(idHash: string, now: number): Promise<SessionRow | null>;
  /** Accepts the id before, like `remove`: a renewal may have happened meanwhile. Never moves `activeAt` back. */
  touch(idHash: string, at: number): Promise<void>;
  /** Replaces the id; the old one stays valid until `graceUntil`. False when `idHash` is not a present id (any more). */
  renew(idHash: string, newIdHash: string, at: number, graceUntil: number): Promise<boolean>;
  remove(idHash: string): Promise<void>;
  removeOfPerson(personId: string): Promise<void>;
  /** Removes what was created before `createdBefore` or inactive since `activeBefore`. */
  sweep(createdBefore: number, activeBefore: number): Promise<void>;
};

/** Failed sign-ins by key (account or address, already hashed by the caller); survives a restart, bounded in rows. */
export type ThrottleRepository = {
  failures(key: string, since: number): Promise<{ count: number; lastAt: number | null }>;
  fail(key: string, at: number): Promise<void>;
  clear(key: string): Promise<void>;
  sweep(before: number): Promise<void>;
};

/** What the index and the sampler learned of a task. `spaceId` null means: not known from this answer, keep what is stored. */
export type TaskSighting = Omit<
  Task,
  'connection' | 'name' | 'createdBy' | 'annotation' | 'failedAt' | 'changedAt' | 'rev' | 'seenAt'
> & { requestJson: string };
/** `creator` holds names of people, and `elsewhere`. */
export type TaskQuery = TaskFilter & {
  connection: string;
  sort?: TaskSort;
  direction?: Direction;
  limit: number;
  /** By what `attention` judges silence, epoch milliseconds; without it no task counts as stuck. */
  now?: number;
  /** A cursor of a page in the same order, or `last`. */
  cursor?: string;
};
/** `goneAt`: when the platform was found not to have it any more, epoch milliseconds; null while it has it. */
export type StoredTask = { task: Task; requestJson: string; goneAt: number | null };
export type TaskRepository = {
  /**
   * Writes what was seen at `at`; the stored label and creator win over the platform's name. Returns the tasks that are new or
   * whose stored picture changed (each with a higher `rev`), in the order given. An older sighting than the stored one changes nothing.
   * A task that was gone and is seen later than that is there again, as new.
   */
  see(connection: string, sightings: readonly TaskSighting[], at: number): Promise<{ task: Task; isNew: boolean }[]>;
  find(ref: TaskRef): Promise<StoredTask | null>;
  /**
   * The platform did not have the task any more at `at`: it leaves lists, counts and claims, and stays readable. True when that is
   * new; false when it was known, or when the task was seen later than `at`.
   */
  markGone(ref: TaskRef, at: number): Promise<boolean>;
  /** Newest first unless sorted otherwise; equal ones stand newest first (created, then id). */
  list(query: TaskQuery): Promise<PageOf<Task>>;
  /** The values of a field with how many tasks have each, commonest first. */
  values(query: { connection: string; field: TaskField; limit: number }): Promise<{ value: string; tasks: number }[]>;
  /** Changes what people wrote about a task, when it still is as it was at `rev`, and writes the audit line. */
  annotate(
    ref: TaskRef,
    input: { change: AnnotationChange; rev: number; person: { id: string; name: string; role: Role }; at: number },
  ): Promise<{ kind: 'written'; task: Task } | { kind: 'changed_meanwhile' } | { kind: 'not_found' }>;
  /** Those of `ids` that are stored. */
  knownIds(connection: string, ids: readonly string[]): Promise<Set<string>>;
  /** Says under which name, by whom and in which space the console made it. Works before or after the task is first seen. */
  setOrigin(ref: TaskRef, origin: { label: string; createdBy: string; spaceId: string }): Promise<Task | null>;
  /** Up to `limit` moving tasks whose next look is due at `now`, claimed by `owner` until `now + leaseMs`; most overdue first. */
  claimDue(input: {
    connection: string;
    owner: string;
    now: number;
    leaseMs: number;
    limit: number;
  }): Promise<TaskRef[]>;
  /** Gives a claim back and says when to look next; null: not before its picture changes (the task is final or gone). */
  scheduleLook(ref: TaskRef, nextLookAt: number | null): Promise<void>;
  /**
   * A task whose copy is due, under the same kind of claim: first those that somebody waits for, in turn, then tasks with
   * failures, then the most overdue. A task is due from its first sighting on, and again whenever its picture changes.
   */
  claimWalk(input: {
    connection: string;
    owner: string;
    now: number;
    leaseMs: number;
    /** False leaves out the past: tasks that have ended, were never copied whole, and that nobody waits for. */
    withPast?: boolean;
  }): Promise<TaskRef | null>;
  /** Somebody waits for the copy: it is due at once and goes first until its walk has ended. */
  hurryWalk(ref: TaskRef): Promise<void>;
  /** Gives a walk's claim back before its end, to go on at `nextWalkAt`, or still at once where somebody waits for it. */
  pauseWalk(ref: TaskRef, nextWalkAt: number): Promise<void>;
  /**
   * Gives a walk's claim back and says when to walk again; null: not before its picture changes. When it has already changed
   * since the claim, null makes it due at once.
   */
  scheduleWalk(ref: TaskRef, nextWalkAt: number | null): Promise<void>;
  /** When every kind was last listed, or null. */
  indexedAt(connection: string): Promise<number | null>;
  setIndexedAt(connection: string, at: number): Promise<void>;
};

export type SubtaskSighting = Omit<Subtask, 'since' | 'notBefore' | 'attempts'>;
export type SubtaskQuery = {
  outcomes?: readonly Outcome[];
  /** Part of a device id. */
  target?: string;
  code?: string | null;
  /** A pattern of error texts. */
  message?: string | null;
  /** Part of a device id or of an error text. */
  q?: string;
  /** By device id where it is absent, and among rows that are otherwise equal. */
  sort?: SubtaskSort;
  direction?: 'up' | 'down';
  limit: number;
  cursor?: string;
};
export type SubtaskRepository = {
  /**
   * Writes rows seen at `at`; `since` moves only when the outcome or error changed, and each such change is kept as history (but
   * for the first sight of a device that waits). A row seen later than `at` is left alone. Returns how many were new or changed.
   */
  see(ref: TaskRef, rows: readonly SubtaskSighting[], at: number): Promise<number>;
  copyState(ref: TaskRef): Promise<CopyState>;
  setCopyState(ref: TaskRef, copy: Partial<Omit<CopyState, 'rows'>>): Promise<CopyState>;
  /** `cursor` 'last' gives the last page; `code` and `message` null ask for rows without one. */
  page(ref: TaskRef, query: SubtaskQuery): Promise<PageOf<Subtask>>;
  /** Ids of every device that matches, by id. */
  deviceIds(
    ref: TaskRef,
    query: {
      outcomes: readonly Outcome[];
      code?: string | null;
      message?: string | null;
      except?: readonly string[];
    },
  ): Promise<string[]>;
  /** Those of `deviceIds` that the copy has, with their outcome. */
  outcomesOf(ref: TaskRef, deviceIds: readonly string[]): Promise<Map<string, Outcome>>;
  /** Those of `deviceIds` that the copy has. */
  rowsOf(ref: TaskRef, deviceIds: readonly string[]): Promise<Map<string, Subtask>>;
  /** Failed and retry-pending devices by error code and text, largest first; up to `samples` device ids each. */
  failureGroups(ref: TaskRef, samples: number): Promise<FailureGroup[]>;
  countByOutcome(ref: TaskRef): Promise<Partial<Record<Outcome, number>>>;
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

/** How a chunk stands. `sending` belongs to one owner and epoch; `unknown` waits to be settled by looking. */
export type ChunkState = 'planned' | 'sending' | 'unknown' | 'settled';
export type Chunk = {
  operation: Operation;
  /** What to send, as the operation's kind understands it (JSON). */
  payloadJson: string;
  seq: number;
  epoch: number;
  deviceIds: string[];
  state: ChunkState;
  /** When the claim under which it was last sent was made; null while it is planned. What fences are counted from. */
  sentAt: number | null;
  /** While unknown: after this time the old bytes can no longer take effect; null: no such time. */
  fencedAt: number | null;
  /** How many looks found nothing so far: 0 at the first look. */
  looks: number;
  /** The reason with which it was given back or doubted last; null without one. */
  reason: string | null;
};

export type BeginOperation = {
  connection: string;
  id: string;
  kind: OperationKind;
  taskId: string | null;
  taskName: string;
  person: { id: string; name: string; role: Role };
  idempotencyKey: string;
  /** SHA-256 of the canonical body: the same key with another digest is refused. */
  bodyDigest: string;
  payloadJson: string;
  /** One entry per call to the platform. A create has one chunk; its devices are listed only when they are explicit. */
  chunks: readonly (readonly string[])[];
  /** Devices the operation reaches, for the progress; for group targets the number known when it began. */
  devices: number;
  at: number;
};

export type OperationRepository = {
  /**
   * Writes intent, chunks, devices and the audit line in one transaction. The same person and key again: `repeated` with the
   * stored operation, or `key_reused` when the digest differs. Devices that another operation of this kind on the task has not
   * yet heard of are left out; `nothing_left` when that leaves none, or when the same is being done to the task as a whole.
   */
  begin(
    input: BeginOperation,
  ): Promise<{ kind: 'begun' | 'repeated'; operation: Operation } | { kind: 'key_reused' } | { kind: 'nothing_left' }>;
  findByKey(personId: string, key: string): Promise<{ operation: Operation; bodyDigest: string } | null>;
  find(connection: string, id: string): Promise<Operation | null>;
  payload(connection: string, id: string): Promise<string | null>;
  /** Newest first. */
  ofTask(ref: TaskRef, limit: number): Promise<Operation[]>;
  /** Creates of this connection that have not ended, or that ended without a task since `since`; newest first. */
  creating(connection: string, since: number): Promise<Operation[]>;
  results(
    connection: string,
    id: string,
    query: { outcome?: TargetOutcome; limit: number; cursor?: string },
  ): Promise<PageOf<TargetResult>>;

  /**
   * Claims one planned chunk whose `notBefore` has passed: compare-and-set planned -> sending with a new epoch. Chunks of one
   * operation are claimed one at a time, in order, and those of stops before all others. `only`: of that kind. Null when there
   * is none.
   */
  claim(input: { connection: string; owner: string; now: number; only?: 'stop' }): Promise<Chunk | null>;
  /** What this owner has claimed to send before `sentBefore` and not given back. */
  claimsOf(connection: string, owner: string, sentBefore: number): Promise<Chunk[]>;
  /**
   * A claim is good for one of these, under the epoch it was made with: each answers the operation after the change, or null
   * when the claim is void and nothing was changed. `giveBack` and `doubt` are for chunks that are being sent; `settle` and
   * `refuse` also end a look.
   */
  /** `reason`: why it waits, shown as the operation's error code until it is claimed again; `message` goes with it. */
  giveBack(chunk: Chunk, notBefore: number, reason?: string | null, message?: string | null): Promise<Operation | null>;
  /**
   * The platform answered, or a look found out. A device of the chunk that `results` leaves out counts as accepted in a create
   * (which is accepted as a whole) and stays unknown in a retry.
   */
  settle(
    chunk: Chunk,
    results: readonly TargetResult[],
    done: { taskId: string | null; requestId: string | null },
    at: number,
  ): Promise<Operation | null>;
  /** The platform said no to the whole chunk. For a create the operation ends as `refused`; for a retry its devices are refused. */
  refuse(
    chunk: Chunk,
    error: { code: string | null; message: string | null; requestId: string | null },
    at: number,
  ): Promise<Operation | null>;
  /** `known`: what the answer said of single devices all the same; only the others are unknown. */
  doubt(
    chunk: Chunk,
    input: { reason: string; fencedAt: number | null; lookAt: number; known?: readonly TargetResult[] },
  ): Promise<Operation | null>;

  /**
   * Claims in `sending` whose owner is not among the living become `unknown`, to be looked for at `now`, and looks that such an
   * owner had begun may be begun again. Returns the operations whose claims were touched.
   */
  orphan(
    connection: string,
    livingOwners: readonly string[],
    now: number,
    fencedAt: (sentAt: number) => number | null,
  ): Promise<Operation[]>;
  /**
   * One unknown chunk due for a look, claimed for `leaseMs`, and for as long as its owner is among the `living`: a look that
   * takes long is not begun again by another.
   */
  claimLook(input: {
    connection: string;
    owner: string;
    now: number;
    leaseMs: number;
    living?: readonly string[];
  }): Promise<Chunk | null>;
  lookAgain(chunk: Chunk, lookAt: number): Promise<Operation | null>;
  /**
   * A look found that an unknown chunk of a retry was not executed for the devices in `again`: they are planned again, the
   * others are settled as given. A device in neither stays unknown.
   */
  resume(
    chunk: Chunk,
    accepted: readonly TargetResult[],
    again: readonly string[],
    at: number,
  ): Promise<Operation | null>;
  /** An unknown create was not found after the settle time: nothing is sent again by itself. `message` goes with the reason. */
  needsPerson(chunk: Chunk, reason: string, at: number, message?: string | null): Promise<Operation | null>;
  /** Audit lines, newest first. */
  audit(limit: number): Promise<AuditLine[]>;
};
export type AuditLine = {
  at: number;
  personId: string;
  personName: string;
  role: Role;
  action: string;
  connection: string | null;
  object: string;
  operationId: string | null;
};

/** Ways to look at lists, each person's own and those that others share. */
export type ViewRepository = {
  /** Own and shared ones, by name. */
  list(list: ListName, personId: string): Promise<SavedView[]>;
  /** Names are unique for one person and list, compared after folding. */
  add(
    person: { id: string; name: string },
    view: { id: string; list: ListName; name: string; search: string; layout: Layout; shared: boolean },
    most: number,
  ): Promise<SavedView | 'name_taken' | 'too_many_views'>;
  /** `not_found` also for views of other people. */
  change(
    personId: string,
    id: string,
    change: { [Key in 'name' | 'search' | 'layout' | 'shared']?: SavedView[Key] | undefined },
  ): Promise<SavedView | 'name_taken' | 'not_found'>;
  /** False when this person has no such view. */
  remove(personId: string, id: string): Promise<boolean>;
  settings(personId: string, list: ListName): Promise<ListSettings | null>;
  remember(personId: string, list: ListName, settings: ListSettings): Promise<void>;
};

/** Named leases: which process is alive, and who runs a loop that must run once. */
export type LeaseRepository = {
  /** True when `owner` holds `name` until `now + ttlMs` (new, renewed, or taken over after expiry). */
  hold(name: string, owner: string, now: number, ttlMs: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
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
