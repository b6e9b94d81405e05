import type { Counts, TaskRef } from '#shared/domain/task.ts';
import type { Chunk } from '#server/store/operation-store.ts';
import type { PageOf } from '#server/store/paging.ts';
import type { Store } from '#server/store/store.ts';
import type { SubtaskSighting } from '#server/store/subtask-store.ts';
import type { TaskSighting } from '#server/store/task-store.ts';

/** What the contract needs of an engine. */
export type Bench = {
  /** An empty store of its own, closed after the test. */
  fresh(): Promise<Store>;
  /** The store that the suite shares; each test keeps to a connection of its own. */
  shared(): Store;
  /** The same data through a second pool where the engine has one, otherwise the shared store. */
  other(): Store;
};

let connections = 0;
/** A connection that no other test uses. */
export const ownConnection = (): string => `c${(connections += 1)}`;

export const counts = (change: Partial<Counts> = {}): Counts => ({
  total: 10,
  waiting: 10,
  processing: 0,
  succeeded: 0,
  failed: 0,
  retryPending: 0,
  stopped: 0,
  removed: 0,
  ...change,
});

export const taskSighting = (id: string, change: Partial<TaskSighting> = {}): TaskSighting => ({
  id,
  platformName: `name_${id}`,
  kind: 'firmwareUpgrade',
  state: 'processing',
  rawState: 'Processing',
  note: null,
  spaceId: 'space-1',
  counts: counts(),
  createdAt: 1_000,
  startsAt: null,
  retry: { count: 2, intervalMinutes: 5 },
  packageIds: ['package-1'],
  groupIds: [],
  requestJson: '{"targets":["a"]}',
  ...change,
});

export const subtaskSighting = (deviceId: string, change: Partial<SubtaskSighting> = {}): SubtaskSighting => ({
  deviceId,
  outcome: 'waiting',
  rawOutcome: 'Waitting',
  output: null,
  errorCode: null,
  errorMessage: null,
  ...change,
});

export const failed = (deviceId: string, errorCode: string | null, errorMessage: string | null = null) =>
  subtaskSighting(deviceId, { outcome: 'failed', rawOutcome: 'Fail', errorCode, errorMessage });

let operations = 0;
/** A retry begun on a task of the connection, by a person and under a key that no other test uses. */
export async function beginRetry(store: Store, task: TaskRef, chunks: string[][], at = 100): Promise<string> {
  // In the order of their making also by name, which decides between those that began at the same time.
  const id = `operation-${String((operations += 1)).padStart(4, '0')}`;
  const begun = await store.operations.begin({
    connection: task.connection,
    id,
    kind: 'retry',
    taskId: task.id,
    taskName: 'spring rollout',
    person: { id: `person-of-${id}`, name: 'Sam', role: 'support' },
    idempotencyKey: `key-of-${id}`,
    bodyDigest: 'digest',
    payloadJson: '{"why":"test"}',
    chunks,
    devices: chunks.flat().length,
    at,
  });
  if (begun.kind !== 'begun') throw new Error(`the operation was ${begun.kind}`);
  return id;
}

/** A create begun: its devices listed, or, for groups, only their number known. */
export async function beginCreate(
  store: Store,
  connection: string,
  devices: string[] | number,
  at = 100,
): Promise<string> {
  const id = `operation-${(operations += 1)}`;
  await store.operations.begin({
    connection,
    id,
    kind: 'create',
    taskId: null,
    taskName: 'spring rollout',
    person: { id: `person-of-${id}`, name: 'Olga', role: 'operations' },
    idempotencyKey: `key-of-${id}`,
    bodyDigest: 'digest',
    payloadJson: '{"task_name":"spring"}',
    chunks: [typeof devices === 'number' ? [] : devices],
    devices: typeof devices === 'number' ? devices : devices.length,
    at,
  });
  return id;
}

/** The claim that must be there. */
export async function claimed(claim: Promise<Chunk | null>): Promise<Chunk> {
  const chunk = await claim;
  if (chunk === null) throw new Error('there was nothing to claim');
  return chunk;
}

export const accepted = (deviceId: string) =>
  ({ deviceId, outcome: 'accepted', errorCode: null, errorMessage: null }) as const;
export const refused = (deviceId: string, errorCode = 'E.1') =>
  ({ deviceId, outcome: 'refused', errorCode, errorMessage: 'no' }) as const;

/** Every page in one direction, following the cursors from `cursor` on. */
export async function walk<T>(
  read: (cursor: string | undefined) => Promise<PageOf<T>>,
  cursor: string | undefined,
  direction: 'next' | 'previous',
): Promise<PageOf<T>[]> {
  const pages = [await read(cursor)];
  for (;;) {
    const last = pages.at(-1);
    const to = direction === 'next' ? last?.nextCursor : last?.previousCursor;
    if (to === null || to === undefined) return pages;
    pages.push(await read(to));
  }
}

export const ownTask = (): TaskRef => ({ connection: ownConnection(), id: 't' });
export const claim = (store: Store, connection: string, now = 100, owner = 'me') =>
  store.operations.claim({ connection, owner, now });
/** How a call ends that the platform answered. */
export const done = { taskId: null, requestId: 'request-1' };
