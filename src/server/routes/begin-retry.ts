import { randomUUID } from 'node:crypto';
import type { Operation } from '#shared/domain/operation.ts';
import type { Task } from '#shared/domain/task.ts';
import { connectedTo } from '#server/http/request-context.ts';
import { type Asking, begin } from './asked-once.ts';
import { chunksOf } from './chunks.ts';

/** Writes down the retry of these devices of a task, in calls of the size that the platform takes. There must be one. */
export function beginRetry(
  context: Asking,
  { connection, id, name }: Task,
  { bodyDigest, deviceIds }: { bodyDigest: string; deviceIds: readonly string[] },
): Promise<Operation> {
  const { retryChunk } = connectedTo(context, connection).platform.capabilities;
  return begin(context, {
    connection,
    id: randomUUID(),
    kind: 'retry',
    taskId: id,
    taskName: name,
    bodyDigest,
    payloadJson: JSON.stringify({ taskId: id }),
    chunks: chunksOf(deviceIds, retryChunk),
    devices: deviceIds.length,
  });
}
