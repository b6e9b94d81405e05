/** What people asked for, call by call. Times are epoch milliseconds. */
import type { OperationKind, OperationState, TargetOutcome } from '#shared/domain/operation.ts';
import type { Role } from '#shared/domain/roles.ts';
import type { Flag, Json } from './column-types.ts';
import type { ChunkState } from './operation-store.ts';

export type OperationsTable = {
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
  /** 1 when it is a create whose answer was lost at some time, whatever became of it. */
  was_lost: Flag;
  rev: number;
};

export type ChunksTable = {
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

export type TargetsTable = {
  operation_id: string;
  device_id: string;
  seq: number;
  outcome: TargetOutcome;
  error_code: string | null;
  error_message: string | null;
};
