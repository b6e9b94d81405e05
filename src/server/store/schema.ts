import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { NamedThing } from '#shared/domain/names.ts';
import type { Role } from '#shared/domain/roles.ts';
import type { ListName } from '#shared/domain/saved-view.ts';
import type { Flag, Json } from './column-types.ts';
import type { ChunksTable, OperationsTable, TargetsTable } from './operation-tables.ts';
import type {
  ConnectionMarksTable,
  SamplesTable,
  SubtaskChangesTable,
  SubtasksTable,
  TaskCopiesTable,
  TaskNotesTable,
  TaskOriginsTable,
  TaskRequestsTable,
  TasksTable,
  TaskTwinsTable,
  WalkPlacesTable,
} from './task-tables.ts';

/** The tables, the same on both engines. Times are epoch milliseconds. */
export type Tables = {
  people: PeopleTable;
  sessions: SessionsTable;
  sign_in_failures: SignInFailuresTable;
  tasks: TasksTable;
  task_requests: TaskRequestsTable;
  task_origins: TaskOriginsTable;
  task_notes: TaskNotesTable;
  task_twins: TaskTwinsTable;
  saved_views: SavedViewsTable;
  list_settings: ListSettingsTable;
  task_copies: TaskCopiesTable;
  walk_places: WalkPlacesTable;
  connection_marks: ConnectionMarksTable;
  subtasks: SubtasksTable;
  subtask_changes: SubtaskChangesTable;
  target_sets: TargetSetsTable;
  target_set_pages: TargetSetPagesTable;
  known_names: KnownNamesTable;
  task_kin: TaskKinTable;
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

type TargetSetsTable = {
  connection: string;
  id: string;
  person_id: string;
  person_name: string;
  created_at: number;
  expires_at: number;
  devices: number;
  /** The tasks they were taken from. */
  task_ids: Json;
};

/** A target set's device ids, `targetSetPage` in a row. */
type TargetSetPagesTable = { connection: string; target_set_id: string; page: number; device_ids: Json };

/** What the platform calls an id; null where it knew of none. */
type KnownNamesTable = { connection: string; of: NamedThing; id: string; name: string | null; at: number };

/** A create whose devices were taken from a task; from several there are several rows. */
type TaskKinTable = { operation_id: string; parent_id: string; connection: string };

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
