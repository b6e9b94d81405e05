import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '#server/store/database.ts';

/** Everything the first version remembers. */
export const first = (engine: Engine): Migration => ({
  async up(db) {
    const statements = [...tables(engine), ...indexes, ...(engine === 'sqlite' ? sqliteTriggers : postgresTriggers)];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

function tables(engine: Engine): string[] {
  // Both engines then compare and order text byte by byte, whatever the server's language is.
  const text = engine === 'sqlite' ? 'text' : 'text collate "C"';
  // Rows live in the primary key's order, so that a page of them is one stretch of the file.
  const clustered = engine === 'sqlite' ? 'without rowid' : '';
  const counter =
    engine === 'sqlite' ? 'integer primary key autoincrement' : 'bigint generated always as identity primary key';
  return [
    `create table people (
      id ${text} primary key, name ${text} not null, name_key ${text} not null unique, role ${text} not null,
      password_hash ${text} not null, disabled integer not null, created_at bigint not null)`,
    `create table sessions (
      id_hash ${text} primary key, previous_hash ${text}, previous_until bigint, person_id ${text} not null,
      person_name ${text} not null, role ${text} not null, demo integer not null, created_at bigint not null,
      active_at bigint not null, renewed_at bigint not null)`,
    `create table sign_in_failures (
      key ${text} primary key, times ${text} not null, failures integer not null, last_at bigint not null)`,
    `create table tasks (
      connection ${text} not null, id ${text} not null, platform_name ${text} not null, search ${text} not null,
      kind ${text} not null, state ${text} not null, raw_state ${text} not null, note ${text}, space_id ${text},
      counts ${text} not null, failing integer not null, created_at bigint not null, starts_at bigint, retry ${text},
      package_ids ${text} not null, group_ids ${text} not null, digest ${text} not null, seen_at bigint not null,
      rev integer not null, next_look_at bigint, look_owner ${text}, look_until bigint, next_walk_at bigint,
      walk_owner ${text}, walk_until bigint, walk_rev integer, primary key (connection, id))`,
    `create table task_requests (
      connection ${text} not null, task_id ${text} not null, request ${text} not null,
      primary key (connection, task_id))`,
    `create table task_origins (
      connection ${text} not null, task_id ${text} not null, label ${text} not null, search ${text} not null,
      created_by ${text} not null, space_id ${text} not null, primary key (connection, task_id)) ${clustered}`,
    `create table task_copies (
      connection ${text} not null, task_id ${text} not null, complete integer not null, at bigint,
      walking integer not null, primary key (connection, task_id)) ${clustered}`,
    `create table connection_marks (connection ${text} primary key, indexed_at bigint not null)`,
    `create table subtasks (
      connection ${text} not null, task_id ${text} not null, device_id ${text} not null, outcome ${text} not null,
      raw_outcome ${text} not null, output ${text}, error_code ${text}, error_message ${text}, since bigint not null,
      seen_at bigint not null, primary key (connection, task_id, device_id)) ${clustered}`,
    `create table samples (
      connection ${text} not null, task_id ${text} not null, at bigint not null, counts ${text} not null,
      primary key (connection, task_id, at)) ${clustered}`,
    `create table operations (
      id ${text} primary key, connection ${text} not null, kind ${text} not null, state ${text} not null,
      task_id ${text}, task_name ${text} not null, person_id ${text} not null, person_name ${text} not null,
      person_role ${text} not null, idempotency_key ${text} not null, body_digest ${text} not null,
      payload ${text} not null, devices integer not null, accepted integer not null, refused integer not null,
      unknown integer not null, chunks integer not null, chunks_settled integer not null, started_at bigint not null,
      ended_at bigint, error_code ${text}, error_message ${text}, rev integer not null,
      unique (person_id, idempotency_key))`,
    `create table operation_chunks (
      operation_id ${text} not null references operations (id), seq integer not null, connection ${text} not null,
      state ${text} not null, epoch integer not null, owner ${text}, not_before bigint not null, sent_at bigint,
      fenced_at bigint, look_at bigint, look_until bigint, looks integer not null, reason ${text}, request_id ${text},
      listed integer not null, devices integer not null, accepted integer not null, refused integer not null,
      unknown integer not null, primary key (operation_id, seq)) ${clustered}`,
    `create table operation_targets (
      operation_id ${text} not null, device_id ${text} not null, seq integer not null, outcome ${text} not null,
      error_code ${text}, error_message ${text}, primary key (operation_id, device_id),
      foreign key (operation_id, seq) references operation_chunks (operation_id, seq)) ${clustered}`,
    `create table audit (
      id ${counter}, at bigint not null, person_id ${text} not null, person_name ${text} not null, role ${text} not null,
      action ${text} not null, connection ${text}, object ${text} not null, operation_id ${text})`,
    `create table leases (name ${text} primary key, owner ${text} not null, held_until bigint not null)`,
    `create table probes (id integer primary key, writes bigint not null)`,
  ];
}

const indexes = [
  'create index sessions_by_previous on sessions (previous_hash) where previous_hash is not null',
  'create index sessions_by_person on sessions (person_id, created_at)',
  'create index sign_in_failures_by_weight on sign_in_failures (failures, last_at)',
  'create index tasks_by_age on tasks (connection, created_at desc, id desc)',
  'create index tasks_by_kind on tasks (connection, kind, created_at desc, id desc)',
  'create index tasks_by_state on tasks (connection, state, created_at desc, id desc)',
  'create index tasks_by_look on tasks (connection, next_look_at) where next_look_at is not null',
  'create index tasks_by_walk on tasks (connection, next_walk_at) where next_walk_at is not null',
  'create index subtasks_by_outcome on subtasks (connection, task_id, outcome, device_id, error_code)',
  'create index operations_by_task on operations (connection, task_id, started_at)',
  'create index operations_by_kind on operations (connection, kind, started_at)',
  'create index chunks_by_state on operation_chunks (connection, state)',
  'create index targets_by_chunk on operation_targets (operation_id, seq, outcome)',
];

const sqliteTriggers = ['update', 'delete'].map(
  (change) => `create trigger audit_no_${change} before ${change} on audit
    begin select raise(abort, 'audit lines are never changed'); end`,
);

const postgresTriggers = [
  `create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'audit lines are never changed'; end $$`,
  `create trigger audit_no_change before update or delete or truncate on audit
    for each statement execute function refuse_change()`,
];
