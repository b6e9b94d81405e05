import type { DeviceTask } from '#shared/domain/device.ts';
import type { ErrorNote } from '#shared/domain/error-note.ts';
import type {
  Failure,
  FailureBundle,
  FailureFilter,
  FailureGrouping,
  FailureSelection,
} from '#shared/domain/failures.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import type { TargetSet } from '#shared/domain/target-set.ts';
import type { PageOf } from './paging.ts';

/**
 * `asOf`: the oldest time at which what is known of a failing task was so, epoch milliseconds; null where none of them can change any
 * more. `uncopied`: failing tasks whose devices were never read to the end.
 */
export type FailureAge = { asOf: number | null; uncopied: number };

/** Failed and retry-pending devices of every task of a connection, from the copies. */
export type FailureRepository = {
  /** Largest first. A task of several packages or groups counts under each of them. */
  bundles(connection: string, query: { by: FailureGrouping; filter: FailureFilter }): Promise<FailureBundle[]>;
  /** Those seen last come first. */
  page(connection: string, query: { filter: FailureFilter; limit: number; cursor?: string }): Promise<PageOf<Failure>>;
  /** How old what the copies say of these tasks' failures is. Codes, texts, times and devices of the filter are not looked at. */
  age(connection: string, filter: FailureFilter): Promise<FailureAge>;
  /**
   * How many failures of a selection each task has: the first `most` of those with most of them. `tasks` and `failures` are all there
   * are. Named rows that are no failures count nowhere, here and below.
   */
  byTask(
    connection: string,
    which: FailureSelection,
    most: number,
  ): Promise<{ rows: { taskId: string; failures: number }[]; tasks: number; failures: number }>;
  /** Different devices of a selection, in no particular order, at most `most`. */
  devices(connection: string, which: FailureSelection, most: number): Promise<string[]>;
  /** A selection's devices in one task, by id: the first `limit` of those after `after`. */
  devicesIn(ref: TaskRef, which: FailureSelection, page: { after: string | null; limit: number }): Promise<string[]>;
};

/** What the copies know of single devices, and the history of what was seen. */
export type DeviceRepository = {
  /** Ids of devices that begin with `prefix`, by id, with the number of their tasks. Letters are compared as they are. */
  startingWith(connection: string, prefix: string, limit: number): Promise<{ id: string; tasks: number }[]>;
  /** The tasks that are not over yet, of which a device's copy is waiting, at work or about to be retried: newest first. */
  underway(connection: string, deviceIds: readonly string[]): Promise<{ deviceId: string; taskId: string }[]>;
  /** In how many tasks each of them is; those in none are left out. */
  taskCounts(connection: string, deviceIds: readonly string[]): Promise<Map<string, number>>;
  /** Tasks of a device, the one made last first, each with up to `changes` of its newest changes. */
  tasksOf(
    connection: string,
    deviceId: string,
    query: { limit: number; cursor?: string; changes: number },
  ): Promise<PageOf<DeviceTask>>;
  /** Forgets changes seen before this time, up to `most` of them; returns how many. */
  forgetChanges(before: number, most: number): Promise<number>;
};

export type TargetSetRepository = {
  /**
   * Keeps the ids in the order given, and removes what has expired by then. Of this person's on this connection the newest `keep` stay,
   * and older ones that a draft of theirs names or that belong to a workbook.
   */
  add(
    connection: string,
    set: {
      id: string;
      person: { id: string; name: string };
      deviceIds: readonly string[];
      taskIds: readonly string[];
      createdAt: number;
      expiresAt: number;
    },
    keep: number,
  ): Promise<TargetSet>;
  /** Null when there is none, or it has expired at `now`; with a person, also when it is another's. */
  find(connection: string, id: string, now: number, personId?: string): Promise<TargetSet | null>;
  /** The ids of one page of `targetSetPage`, counted from 0; empty beyond the last. */
  page(connection: string, id: string, page: number): Promise<string[]>;
};

export type ErrorNoteRepository = {
  /** By code. */
  list(): Promise<ErrorNote[]>;
  /** Writes, changes, or with an empty text removes the note of a code; null when it was removed. */
  set(note: ErrorNote): Promise<ErrorNote | null>;
  count(): Promise<number>;
};
