import type { InferContractRouterInputs } from '@orpc/contract';
import { StandardBracketNotationSerializer } from '@orpc/openapi-client/standard';
import { call } from '@orpc/server';
import type { contract } from '#shared/api/contract.ts';
import { type ExportOf, ExportOptions } from '#shared/api/exports.ts';
import type { Failure } from '#shared/domain/failures.ts';
import type { Subtask, Task } from '#shared/domain/task.ts';
import { router } from '#server/routes/router.ts';
import { errorResponse } from './errors.ts';
import { type Column, deviceColumns, failureColumns, taskColumns } from './export-columns.ts';
import { bodyOf, contentDisposition, csvPieces, type Exported, fileName, jsonPieces } from './export-file.ts';
import { joined, type Walk, walkOf } from './export-walk.ts';
import type { RequestContext } from './request-context.ts';

const pageSize = 200;
const serializer = new StandardBracketNotationSerializer();

type Filter = Record<string, unknown>;
type AllInputs = InferContractRouterInputs<typeof contract>;
type Inputs = AllInputs['tasks'];

// The page's own procedures are asked, page by page: permission, filter and counts cannot differ from what the page shows. They
// check what they are given, so it is passed on unread.
const walkTasks = (context: RequestContext, filter: Filter) =>
  walkOf<Task>(
    async (cursor) => {
      const input = { ...filter, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const { tasks, total, nextCursor, indexedAt } = await call(router.tasks.list, input as Inputs['list'], {
        context,
      });
      return { rows: tasks, total, nextCursor, complete: indexedAt !== null };
    },
    ({ id }) => id,
  );

const walkDevices = (context: RequestContext, filter: Filter) =>
  walkOf<Subtask>(
    async (cursor) => {
      const input = { ...filter, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const { subtasks, total, nextCursor, copy } = await call(router.tasks.subtasks, input as Inputs['subtasks'], {
        context,
      });
      return { rows: subtasks, total, nextCursor, complete: copy.complete };
    },
    ({ deviceId }) => deviceId,
  );

/** Those that failed for good first, then those that the platform will try again. */
const walkFailures = async (context: RequestContext, filter: Filter) =>
  joined([
    await walkDevices(context, { ...filter, outcome: 'failed' }),
    await walkDevices(context, { ...filter, outcome: 'retry_pending' }),
  ]);

const walkAllFailures = (context: RequestContext, filter: Filter) =>
  walkOf<Failure>(
    async (cursor) => {
      const input = { ...filter, limit: pageSize, ...(cursor !== undefined && { cursor }) };
      const { failures, total, nextCursor } = await call(router.failures.list, input as AllInputs['failures']['list'], {
        context,
      });
      // Of tasks whose devices are still being copied this is what has been seen to fail.
      return { rows: failures, total, nextCursor, complete: true };
    },
    ({ taskId, deviceId }) => `${taskId} ${deviceId}`,
  );

/** The list's filter and the file's options out of one query; what names a page is part of neither. Null: it makes no sense. */
function readQuery(search: URLSearchParams): { filter: Filter; options: ExportOptions } | null {
  if (new Set(search.keys()).size < search.size) return null;
  const decoded = serializer.deserialize([...search]);
  const options = ExportOptions.safeParse(decoded);
  if (Array.isArray(decoded) || !options.success) return null;
  const { format: _format, lang: _lang, limit: _limit, cursor: _cursor, ...filter } = decoded;
  return { filter, options: options.data };
}

/**
 * Answers an export as a file that is streamed: each page is read when the client has taken the one before. Rejects, before
 * anything is sent, with whatever the list's procedure refuses with.
 */
export async function exportFile(
  context: RequestContext,
  of: ExportOf,
  { connection, taskId, search }: { connection: string; taskId: string | null; search: URLSearchParams },
): Promise<Response> {
  const asked = readQuery(search);
  if (asked === null) return errorResponse('bad_request', 400, { fields: [] });
  const { filter, options } = asked;
  const { sort: _sort, direction: _direction, ...narrowed } = filter;
  const { store, clock, log } = context.services;
  const ref = { ...filter, connection, ...(taskId !== null && { taskId }) };

  async function answer<Row>(walk: Walk<Row>, columns: readonly Column<Row>[]): Promise<Response> {
    const task = taskId === null ? null : await store.tasks.find({ connection, id: taskId });
    const subject = task?.task.name ?? connection;
    const exported: Exported = {
      of,
      subject,
      filter: narrowed,
      at: clock.now(),
      total: walk.total,
      complete: walk.complete,
    };
    const isJson = options.format === 'json';
    const pieces = isJson ? jsonPieces(walk, exported) : csvPieces(walk, columns, options);
    const fail = (error: unknown) => log.error('an export broke off', error, { requestId: context.requestId, of });
    return new Response(bodyOf(pieces, fail), {
      headers: {
        'Content-Type': isJson ? 'application/json' : 'text/csv; charset=utf-8; header=present',
        'Content-Disposition': contentDisposition(fileName(exported, isJson ? 'json' : 'csv')),
      },
    });
  }

  switch (of) {
    case 'tasks':
      return answer(await walkTasks(context, ref), taskColumns);
    case 'devices':
      return answer(await walkDevices(context, ref), deviceColumns);
    case 'failures':
      return answer(await walkFailures(context, ref), deviceColumns);
    case 'all-failures':
      return answer(await walkAllFailures(context, ref), failureColumns);
  }
}
