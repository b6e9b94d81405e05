/** What is known of tasks and their devices. Times are epoch milliseconds. */
import type { Outcome, TaskState } from '#shared/domain/task.ts';
import type { Flag, Json } from './column-types.ts';

export type TasksTable = {
  connection: string;
  id: string;
  platform_name: string;
  /** Names, id and what people wrote, as searches compare them. */
  search: string;
  /** The name that pages show, as lists are sorted by it. */
  name_order: string;
  starts_order: number;
  kind: string;
  state: TaskState;
  raw_state: string;
  note: string | null;
  space_id: string | null;
  counts: Json;
  /** 1 while devices have failed or wait for a retry. */
  failing: Flag;
  failed: number;
  /** When `failed` last grew. */
  failed_at: number | null;
  /** When `state` or `counts` last changed. */
  changed_at: number;
  /** Tenths of a percent of all devices; -1 while there are none. */
  success: number;
  progress: number;
  created_at: number;
  starts_at: number | null;
  retry: Json | null;
  package_ids: Json;
  group_ids: Json;
  /** Digest of everything above that may change, so that one comparison tells whether the picture did. */
  digest: string;
  seen_at: number;
  rev: number;
  next_look_at: number | null;
  look_owner: string | null;
  look_until: number | null;
  next_walk_at: number | null;
  walk_owner: string | null;
  walk_until: number | null;
  /** `rev` when the walk was claimed. */
  walk_rev: number | null;
  /** When the platform was found not to have it any more; null while it has it. */
  gone_at: number | null;
};

/** Apart from the tasks, because a request that names 30,000 devices would be rewritten with every change of a counter. */
export type TaskRequestsTable = { connection: string; task_id: string; request: Json };

export type TaskOriginsTable = {
  connection: string;
  task_id: string;
  label: string;
  search: string;
  created_by: string;
  space_id: string;
};

export type TaskNotesTable = {
  connection: string;
  task_id: string;
  note: string;
  owner: string | null;
  tags: Json;
  ticket: string | null;
  rev: number;
};

/** Both tasks of a request that made two. */
export type TaskTwinsTable = { connection: string; task_id: string; twin_id: string; is_duplicate: Flag };

export type TaskCopiesTable = {
  connection: string;
  task_id: string;
  complete: Flag;
  at: number | null;
  walking: Flag;
};

export type WalkPlacesTable = {
  connection: string;
  task_id: string;
  marker: string | null;
  rows_before: number;
  rev: number;
};

export type ConnectionMarksTable = { connection: string; indexed_at: number };

export type SubtasksTable = {
  connection: string;
  task_id: string;
  device_id: string;
  outcome: Outcome;
  raw_outcome: string;
  output: string | null;
  error_code: string | null;
  error_message: string | null;
  since: number;
  seen_at: number;
  /** The text's pattern; null without a text. */
  error_pattern: string | null;
  /** When the row was last seen as it was before `since`. */
  not_before: number | null;
  attempts: number;
};

/** What a device was seen to become in a task, beginning with the first that is not waiting. */
export type SubtaskChangesTable = {
  connection: string;
  device_id: string;
  task_id: string;
  at: number;
  not_before: number | null;
  outcome: Outcome;
  error_code: string | null;
  error_message: string | null;
  attempt: number;
};

export type SamplesTable = { connection: string; task_id: string; at: number; counts: Json };
