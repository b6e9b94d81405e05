import type { AnnotationChange } from '#shared/domain/annotation.ts';
import type { Role } from '#shared/domain/roles.ts';
import type { Direction, TaskField, TaskFilter, TaskSort } from '#shared/domain/task-filter.ts';
import type { Task, TaskRef } from '#shared/domain/task.ts';
import type { PageOf } from './paging.ts';

/** What the index and the sampler learned of a task. `spaceId` null means: not known from this answer, keep what is stored. */
export type TaskSighting = Omit<
  Task,
  'connection' | 'name' | 'createdBy' | 'annotation' | 'twin' | 'failedAt' | 'changedAt' | 'rev' | 'seenAt'
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
  /** Those of `ids` that the platform still has as far as was seen, in no particular order. */
  present(connection: string, ids: readonly string[]): Promise<Task[]>;
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
  /**
   * Looks and walks that somebody began who is not among the living can be begun anew at once. Answers of how many tasks.
   */
  freeClaims(connection: string, livingOwners: readonly string[]): Promise<number>;
  /** When every kind was last listed, or null. */
  indexedAt(connection: string): Promise<number | null>;
  setIndexedAt(connection: string, at: number): Promise<void>;
};
