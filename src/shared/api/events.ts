import { z } from 'zod';
import { Connection } from '#shared/domain/connection.ts';
import { Operation } from '#shared/domain/operation.ts';
import { ConnectionId, CopyState, Sample, Task, TaskId } from '#shared/domain/task.ts';

/**
 * What `GET /api/v1/events` streams: server-sent events whose `data` is one of these as JSON and whose `id` belongs to the process that
 * sends it. A client that names the last one by `Last-Event-ID`, or at first by `?after=` as the session told it, gets what it missed; or
 * a single `reset` when that is not kept, or it was with another process: then it reads everything again.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('task'), task: Task, isNew: z.boolean() }),
  /** The platform no longer has it: it leaves the lists. */
  z.object({ type: z.literal('task_gone'), connection: ConnectionId, taskId: TaskId }),
  z.object({ type: z.literal('sample'), connection: ConnectionId, taskId: TaskId, sample: Sample }),
  z.object({ type: z.literal('copy'), connection: ConnectionId, taskId: TaskId, copy: CopyState }),
  z.object({ type: z.literal('operation'), operation: Operation }),
  /**
   * What was looked at and had not changed. `indexedAt`: when every kind was last listed, epoch milliseconds, null before the first
   * time; `tasks`: moving ones, each with the time of the look.
   */
  z.object({
    type: z.literal('seen'),
    connection: ConnectionId,
    indexedAt: z.int().nullable(),
    tasks: z.array(z.object({ id: TaskId, at: z.int() })),
  }),
  z.object({ type: z.literal('connection'), connection: Connection }),
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('session_ended') }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
