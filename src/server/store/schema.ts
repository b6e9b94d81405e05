import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { OperationKind, OperationState, TargetOutcome } from '#shared/domain/operation.ts';
import type { Role } from '#shared/domain/roles.ts';
import type { ListName } from '#shared/domain/saved-view.ts';
import type { Outcome, TaskState } from '#shared/domain/task.ts';
import type { ChunkState } from './operation-store.ts';

/** 0 or 1: SQLite has no booleans. */
type Flag = 0 | 1;
/** Text that holds JSON. */
type Json = string;

/** The tables, the same on both engines. Times are epoch milliseconds. */
export type Tables = {
  people: PeopleTable;
  sessions: SessionsTable;
  sign_in_failures: SignInFailuresTable;
  tasks: TasksTable;
  task_requests: TaskRequestsTable;
  task_origins: TaskOriginsTable;
  task_notes: TaskNotesTable;
  saved_views: SavedViewsTable;
  list_settings: ListSettingsTable;
  task_copies: TaskCopiesTable;
  walk_places: WalkPlacesTable;
  connection_marks: ConnectionMarksTable;
  subtasks: SubtasksTable;
  subtask_changes: SubtaskChangesTable;
  target_sets: TargetSetsTable;
  target_set_pages: TargetSetPagesTable;
  error_notes: ErrorNotesTable;
  drafts: DraftsTable;
  workbooks: WorkbooksTable;
  samples: SamplesTable;
  operations: OperationsTable;
  operation_chunks: ChunksTable;
  operation_targets: TargetsTable;
  audit: AuditTable;
  leases: LeasesTable;
  probes: ProbesTable;
};

type PeopleTable = {
  id: string;
  name: string;
  /** The name after NFKC and lower-casing; unique. */
  name_key: string;
  role: Role;
  password_hash: string;
  disabled: Flag;
  created_at: number;
};

type SessionsTable = {
  id_hash: string;
  previous_hash: string | null;
  previous_until: number | null;
  person_id: string;
  person_name: string;
  role: Role;
  demo: Flag;
  created_at: number;
  active_at: number;
  renewed_at: number;
};

type SignInFailuresTable = {
  key: string;
  /** The newest failures' times, oldest first: an array of numbers. */
  times: Json;
  /** How many there are in `times`. */
  failures: number;
  last_at: number;
};

type TasksTable = {
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
type TaskRequestsTable = { connection: string; task_id: string; request: Json };

type TaskOriginsTable = {
  connection: string;
  task_id: string;
  label: string;
  search: string;
  created_by: string;
  space_id: string;
};

type TaskNotesTable = {
  connection: string;
  task_id: string;
  note: string;
  owner: string | null;
  tags: Json;
  ticket: string | null;
  rev: number;
};

type SavedViewsTable = {
  id: string;
  list: ListName;
  person_id: string;
  person_name: string;
  name: string;
  /** The name after folding; unique for one person and list. */
  name_key: string;
  search: string;
  layout: Json;
  shared: Flag;
  rev: number;
};

type ListSettingsTable = { person_id: string; list: ListName; layout: Json | null; search: string };

type TaskCopiesTable = {
  connection: string;
  task_id: string;
  complete: Flag;
  at: number | null;
  walking: Flag;
};

type WalkPlacesTable = {
  connection: string;
  task_id: string;
  marker: string | null;
  rows_before: number;
  rev: number;
};

type ConnectionMarksTable = { connection: string; indexed_at: number };

type SubtasksTable = {
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
type SubtaskChangesTable = {
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

type TargetSetsTable = {
  connection: string;
  id: string;
  person_id: string;
  person_name: string;
  created_at: number;
  expires_at: number;
  devices: number;
};

/** A target set's device ids, `targetSetPage` in a row. */
type TargetSetPagesTable = { connection: string; target_set_id: string; page: number; device_ids: Json };

type ErrorNotesTable = { code: string; text: string; person_name: string; at: number };

type DraftsTable = {
  connection: string;
  id: string;
  kind: 'draft' | 'template';
  person_id: string;
  person_name: string;
  name: string;
  task_kind: string;
  devices: number | null;
  content: Json;
  shared: Flag;
  locked: Json;
  saved_at: number;
  rev: number;
};

type WorkbooksTable = {
  connection: string;
  id: string;
  kind: string;
  person_id: string;
  file_name: string;
  devices: number;
  size: number;
  digest: string;
  created_at: number;
  expires_at: number;
  content: Uint8Array;
};
export type WorkbookRow = WorkbooksTable;

type SamplesTable = { connection: string; task_id: string; at: number; counts: Json };

type OperationsTable = {
  id: string;
  connection: string;
  kind: OperationKind;
  state: OperationState;
  task_id: string | null;
  task_name: string;
  person_id: string;
  person_name: string;
  person_role: Role;
  idempotency_key: string;
  body_digest: string;
  payload: Json;
  devices: number;
  accepted: number;
  refused: number;
  unknown: number;
  chunks: number;
  chunks_settled: number;
  started_at: number;
  ended_at: number | null;
  error_code: string | null;
  error_message: string | null;
  rev: number;
};

type ChunksTable = {
  operation_id: string;
  seq: number;
  connection: string;
  state: ChunkState;
  /** Grows with every change of the chunk: a claim that was made under another epoch is void. */
  epoch: number;
  owner: string | null;
  not_before: number;
  sent_at: number | null;
  fenced_at: number | null;
  look_at: number | null;
  look_until: number | null;
  looks: number;
  /** Why it is unknown. */
  reason: string | null;
  request_id: string | null;
  /** 1 when its devices are rows of operation_targets; 0 when only their number is known. */
  listed: Flag;
  devices: number;
  accepted: number;
  refused: number;
  unknown: number;
};

type TargetsTable = {
  operation_id: string;
  device_id: string;
  seq: number;
  outcome: TargetOutcome;
  error_code: string | null;
  error_message: string | null;
};

/** Append-only: triggers refuse every update and delete, hence the types do too. */
type AuditTable = {
  id: Generated<number>;
  at: ColumnType<number, number, never>;
  person_id: ColumnType<string, string, never>;
  person_name: ColumnType<string, string, never>;
  role: ColumnType<Role, Role, never>;
  action: ColumnType<string, string, never>;
  connection: ColumnType<string | null, string | null, never>;
  object: ColumnType<string, string, never>;
  operation_id: ColumnType<string | null, string | null, never>;
};

type LeasesTable = { name: string; owner: string; held_until: number };

type ProbesTable = { id: number; writes: number };

export type PersonRow = Selectable<PeopleTable>;
export type TaskRow = Selectable<TasksTable>;
export type NewTaskRow = Insertable<TasksTable>;
export type SavedViewRow = Selectable<SavedViewsTable>;
export type DraftRow = Selectable<DraftsTable>;
export type SubtaskRow = Selectable<SubtasksTable>;
export type OperationRow = Selectable<OperationsTable>;
export type ChunkRow = Selectable<ChunksTable>;
