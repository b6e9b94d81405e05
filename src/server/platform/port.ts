import type { Device, Group, Package, Product, Space } from '#shared/domain/catalogue.ts';
import type { ConnectionState, UnreachableCause } from '#shared/domain/connection.ts';
import type { KnownKind } from '#shared/domain/kinds.ts';
import type { Counts, Outcome, RetryPolicy, TaskState } from '#shared/domain/task.ts';
import type { DeviceCommands } from './port-commands.ts';
import type { Workbooks } from './port-files.ts';
import type { CreateIntent, Json, ReadTask, Unreadable } from './port-intents.ts';
import type { Inventory } from './port-inventory.ts';

export type { CreateIntent, Json } from './port-intents.ts';

/** Whose call goes first when the platform's budget is scarce. */
export type Lane = 'stop' | 'mutation' | 'reader' | 'reconcile' | 'poller';

export type Call = {
  lane: Lane;
  signal?: AbortSignal;
  /** Asked of a write when its turn has come, right before its first byte: with false it is not sent. */
  mayStillSend?: () => boolean;
};

/** A task as a platform tells it, in our words. Times are epoch milliseconds. */
export type SeenTask = {
  id: string;
  platformName: string;
  kind: string;
  state: TaskState;
  rawState: string;
  note: string | null;
  counts: Counts;
  createdAt: number;
  startsAt: number | null;
  retry: RetryPolicy | null;
  packageIds: string[];
  groupIds: string[];
  /** Document, policy and targets, word for word; secrets removed. */
  request: Json;
};

export type SeenSubtask = {
  deviceId: string;
  outcome: Outcome;
  rawOutcome: string;
  output: string | null;
  errorCode: string | null;
  errorMessage: string | null;
};

/** What the platform said of one device in a retry, stop or confirmation. */
export type SeenTargetResult = {
  deviceId: string;
  accepted: boolean;
  errorCode: string | null;
  errorMessage: string | null;
};

/**
 * What became of a call that changes something.
 * - `done`: the platform acted and said so.
 * - `refused`: it said no, for good; repeating the same call would be refused again.
 * - `not_sent`: certainly not executed (unreachable, throttled, credentials paused); may be sent later, after `retryAfterMs`.
 * - `unknown`: it may or may not have been executed. Never send again: look.
 *   `fencedAt` is the time after which the old bytes can no longer take effect (signed requests), or null where there is none.
 */
export type Written<T> =
  | { kind: 'done'; value: T; requestId: string | null }
  /** `unexplained`: with a code that no page of the platform prints, so it may be a limit that passes by itself. */
  | { kind: 'refused'; code: string | null; message: string | null; requestId: string | null; unexplained?: true }
  /** `another_task_runs`: the platform takes one task at a time. */
  | { kind: 'not_sent'; reason: PlatformErrorCode | 'another_task_runs'; retryAfterMs: number }
  /** `name_exists`: a task of this name is there, and only this request has the name. */
  | { kind: 'unknown'; reason: PlatformErrorCode | 'name_exists'; fencedAt: number | null };

/** Why a read failed, or a write was not sent: a closed list. */
export type PlatformErrorCode =
  | 'unreachable'
  | 'timed_out'
  | 'throttled'
  | 'credentials_rejected'
  | 'wrong_host'
  | 'wrong_algorithm'
  | 'no_permission'
  | 'not_found'
  | 'refused'
  | 'failing'
  | 'garbled';

/** A read that failed. Carries the platform's own code and text for people, never credentials or request bodies. */
export class PlatformError extends Error {
  readonly code: PlatformErrorCode;
  readonly upstreamCode: string | null;
  readonly upstreamMessage: string | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  constructor(
    code: PlatformErrorCode,
    detail: {
      upstreamCode?: string | null;
      upstreamMessage?: string | null;
      requestId?: string | null;
      retryAfterMs?: number | null;
    } = {},
  ) {
    super(`platform: ${code}${detail.upstreamCode ? ` (${detail.upstreamCode})` : ''}`);
    this.name = 'PlatformError';
    this.code = code;
    this.upstreamCode = detail.upstreamCode ?? null;
    this.upstreamMessage = detail.upstreamMessage ?? null;
    this.requestId = detail.requestId ?? null;
    this.retryAfterMs = detail.retryAfterMs ?? null;
  }
}

export type Page<T> = { rows: T[]; total: number; marker: string | null };

/** What a platform can do; pages and work loops ask this, never which platform it is. */
export type Capabilities = {
  /** Kinds that can be listed. Empty: tasks are opened by id only. */
  listedKinds: readonly string[];
  canCreate: boolean;
  canRetry: boolean;
  /** Devices per retry call. */
  retryChunk: number;
  /** Rows per page of subtasks. */
  pageSize: number;
  /** Rows that may be skipped behind a marker; 0: each page has to be asked for with the marker of the one before. */
  farthestOffset: number;
};

export type Health = {
  state: ConnectionState;
  since: number;
  answeredAt: number | null;
  resumesAt: number | null;
  /** Why it is unreachable, where that is more than silence. */
  cause: UnreachableCause | null;
  /** How far the platform's clock is ahead of ours in milliseconds, to within 30 s; negative: behind; null: not measured. */
  skewMs: number | null;
  /** The sign-in cannot be renewed, and ends at this time (epoch milliseconds); null while all is well. */
  servesUntil: number | null;
};

/**
 * What can be done to a task that exists. All but `stopTask` name 1 to 100 devices; an empty list would mean "all" to the platform
 * and is refused with a RangeError.
 */
export type Control = {
  stopDevices(taskId: string, deviceIds: readonly string[], call: Call): Promise<Written<SeenTargetResult[]>>;
  /** Every device that has not ended. Nothing is said of single devices. */
  stopTask(taskId: string, call: Call): Promise<Written<null>>;
  confirmDevices(taskId: string, deviceIds: readonly string[], call: Call): Promise<Written<SeenTargetResult[]>>;
  /** Whether a task asks for confirmations, by its `request` as `SeenTask` has it. */
  needsConfirm(request: Json): boolean;
  /** Removes the record of a task that has ended. Done also where there is no such task any more. */
  deleteTask(taskId: string, call: Call): Promise<Written<null>>;
};

/**
 * One platform behind one connection, in our words. Reads throw `PlatformError`; writes answer with `Written` and never throw
 * for anything the platform or the network did. A marker of null starts at the newest row; a page's marker continues after it,
 * and is null when the page was the last. A part that is absent is something the platform cannot do.
 */
export type Platform = {
  readonly capabilities: Capabilities;
  readonly control?: Control;
  readonly workbooks?: Workbooks;
  readonly inventory?: Inventory;
  health(): Health;
  /** Calls back whenever `health()` changes; returns how to stop. */
  onHealth(listener: (health: Health) => void): () => void;

  /** Newest first. Without a space: those of every space the credentials see. */
  listTasks(
    input: { kind: string; spaceId?: string; marker: string | null; limit?: number },
    call: Call,
  ): Promise<Page<SeenTask>>;
  /** One task and one page of its subtasks; both filters act on the subtasks only, `total` counts those that match. */
  showTask(
    input: {
      taskId: string;
      outcome?: Outcome;
      deviceId?: string;
      marker?: string | null;
      /** Rows to skip behind the marker, at most `capabilities.farthestOffset`. */
      offset?: number;
      limit?: number;
    },
    call: Call,
  ): Promise<{ task: SeenTask; subtasks: Page<SeenSubtask> }>;
  /** Where `createTask` sends it, below the platform's address; what stands in braces is of each connection. */
  readonly createPath: string;
  /** The body `createTask` sends, word for word. */
  describeCreate(intent: CreateIntent): Json;
  /** The reverse: what such a body, or the `request` of a task of this kind, asks for. */
  readCreate(kind: KnownKind | null, body: Json): ReadTask | Unreadable;
  createTask(intent: CreateIntent, call: Call): Promise<Written<SeenTask>>;
  /** 1 to `capabilities.retryChunk` devices; an empty list would mean "all" to the platform and is refused with a RangeError. */
  retryDevices(taskId: string, deviceIds: readonly string[], call: Call): Promise<Written<SeenTargetResult[]>>;

  /** Where commands to many devices are a task of their own form. */
  readonly commands?: DeviceCommands;

  /**
   * Projects of the connection's region that its user sees. Absent where requests are signed: IAM is asked with a token.
   * (KeystoneListProjects)
   */
  listProjects?(call: Call): Promise<{ id: string; name: string }[]>;
  listSpaces(call: Call): Promise<Space[]>;
  listProducts(spaceId: string, call: Call): Promise<Product[]>;
  listPackages(input: { spaceId: string; kind: Package['kind'] }, call: Call): Promise<Package[]>;
  listGroups(spaceId: string, call: Call): Promise<Group[]>;
  listDevices(
    input: {
      spaceId: string;
      productId?: string;
      q?: string;
      marker: string | null;
      limit: number;
    },
    call: Call,
  ): Promise<Page<Device>>;
  close(): Promise<void>;
};
