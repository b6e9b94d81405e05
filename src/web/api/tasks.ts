import { keepPreviousData } from '@tanstack/react-query';
import type { NewTask } from '#shared/domain/create.ts';
import type { Outcome, SubtaskSort, TaskRef } from '#shared/domain/task.ts';
import { orpc } from './client.ts';
import { given } from './given.ts';

const refOf = ({ connection, id }: TaskRef) => ({ connection, taskId: id });

/** One task with its request, copy state and operations. Opening it makes the server look at the platform once. */
export const taskQuery = (task: TaskRef) => orpc.tasks.read.queryOptions({ input: refOf(task) });

export type TaskReading = Awaited<ReturnType<typeof orpc.tasks.read.call>>;

export type SubtasksFilter = {
  outcome?: Outcome | undefined;
  target?: string | undefined;
  code?: string | undefined;
  message?: string | undefined;
  q?: string | undefined;
  sort?: SubtaskSort | undefined;
  direction?: 'up' | 'down' | undefined;
  limit?: number | undefined;
  /** A cursor of a page, or `last`. */
  cursor?: string | undefined;
};

export const subtasksQuery = (task: TaskRef, filter: SubtasksFilter) =>
  orpc.tasks.subtasks.queryOptions({ input: given({ ...refOf(task), ...filter }), placeholderData: keepPreviousData });

export const failuresQuery = (task: TaskRef) => orpc.tasks.failures.queryOptions({ input: refOf(task) });

/** Tasks that share devices with this one. No event tells of a new one, so each visit asks. */
export const kinQuery = (task: TaskRef) => orpc.tasks.kin.queryOptions({ input: refOf(task), staleTime: 0 });

export const samplesQuery = (task: TaskRef) => orpc.tasks.samples.queryOptions({ input: refOf(task) });

/** Tasks that a person can take devices from, newest first. */
export const tasksByNameQuery = (connection: string, q: string) =>
  orpc.tasks.list.queryOptions({
    input: { connection, limit: 20, ...(q === '' ? {} : { q }) },
    placeholderData: keepPreviousData,
  });

/** The exact request that a create with this key would send; sends nothing. */
export const previewQuery = (connection: string, request: NewTask, idempotencyKey: string) =>
  orpc.tasks.preview.queryOptions({
    input: { connection, ...request },
    context: { idempotencyKey },
    // The key names the request, so 30,000 ids need not be part of the cache's key.
    queryKey: ['create-preview', idempotencyKey],
    staleTime: Infinity,
  });

/** What stands in the way of this request. Looked at anew whenever the review is opened. */
export const preflightQuery = (connection: string, request: NewTask, idempotencyKey: string) =>
  orpc.tasks.preflight.queryOptions({
    input: { connection, ...request },
    queryKey: ['create-preflight', idempotencyKey],
    staleTime: 30_000,
    retry: false,
  });

/** Starts an upgrade. Failures belong under the form. */
export const createTaskMutation = (idempotencyKey: string) =>
  orpc.tasks.create.mutationOptions({
    context: { idempotencyKey },
    meta: { stales: [orpc.tasks.list.key()], says: 'createBegun', failsInline: true },
  });

/** Retries devices of a task. The dialog shows how it goes, and failures too. */
export const retryMutation = (task: TaskRef, idempotencyKey: string) =>
  orpc.tasks.retry.mutationOptions({
    context: { idempotencyKey },
    meta: { stales: [orpc.tasks.read.key({ input: refOf(task) }), orpc.tasks.list.key()], failsInline: true },
  });
