import type { Operation, OperationKind, TargetOutcome, TargetResult } from '#shared/domain/operation.ts';
import type { Role } from '#shared/domain/roles.ts';
import type { TaskRef } from '#shared/domain/task.ts';
import type { PageOf } from './paging.ts';

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
  /** For a create: the tasks its devices were taken from. */
  madeFrom?: readonly string[];
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
   * Claims in `sending` whose owner is not among the living, and has no lease as a process either, become `unknown`, to be looked for at `now`, and looks that such an
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
  /** Creates begun since then that were given to a person and have no task, with what they sent, oldest first. */
  givenUp(connection: string, since: number): Promise<{ operation: Operation; payloadJson: string }[]>;
  /** The task of a create that was given to a person has come after all. Null when it is not one of these any more. */
  adopt(connection: string, id: string, taskId: string, at: number): Promise<Operation | null>;
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
