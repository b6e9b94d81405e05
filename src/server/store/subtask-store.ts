import type { CopyState, FailureGroup, Outcome, Subtask, SubtaskSort, TaskRef } from '#shared/domain/task.ts';
import type { PageOf } from './paging.ts';

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
  /** Ids of every device that matches, by id; where these are more than `atMost`, of those that have been so the longest. */
  deviceIds(
    ref: TaskRef,
    query: {
      outcomes: readonly Outcome[];
      code?: string | null;
      message?: string | null;
      except?: readonly string[];
      atMost?: number;
    },
  ): Promise<string[]>;
  /** Ids of devices that the copy holds under one of these outcomes and that were last seen before `since`: the first `most`, by id. */
  notSeenSince(ref: TaskRef, outcomes: readonly Outcome[], since: number, most: number): Promise<string[]>;
  /** Those of `deviceIds` that the copy has, with their outcome. */
  outcomesOf(ref: TaskRef, deviceIds: readonly string[]): Promise<Map<string, Outcome>>;
  /** Those of `deviceIds` that the copy has. */
  rowsOf(ref: TaskRef, deviceIds: readonly string[]): Promise<Map<string, Subtask>>;
  /** Failed and retry-pending devices by error code and text, largest first; up to `samples` device ids each. */
  failureGroups(ref: TaskRef, samples: number): Promise<FailureGroup[]>;
  countByOutcome(ref: TaskRef): Promise<Partial<Record<Outcome, number>>>;
};
