import { createHash, randomUUID } from 'node:crypto';
import { TemplateQuery, WorkbookUpload, workbookType } from '#shared/api/workbooks.ts';
import { holds } from '#shared/domain/roles.ts';
import { targetSetsKept } from '#shared/domain/target-set.ts';
import { workbookLimits, type WorkbookReport, workbookTemplates } from '#shared/domain/workbook.ts';
import type { Inspector } from '#server/workbooks/inspect.ts';
import { WorkbookRefused } from '#server/workbooks/refused.ts';
import { templateFile } from '#server/workbooks/template-file.ts';
import { errorResponse, refusal } from './errors.ts';
import { contentDisposition } from './export-file.ts';
import { connectedTo, type RequestContext, type SignedIn } from './request-context.ts';

const dayMs = 86_400_000;

/** The context of somebody who may make tasks; throws what else they are told. */
function creator(context: RequestContext): RequestContext & SignedIn {
  const { session } = context;
  if (session === null) throw refusal('signed_out');
  if (!holds(session.person.role, 'task.create')) throw refusal('forbidden');
  return { ...context, session, person: session.person };
}

/** The name as people see it: no path, and nothing that a list or a header could not show. */
const shownName = (name: string): string =>
  name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .normalize('NFC');

/** Checks an uploaded workbook, and keeps it when nothing is wrong with it. Rejects with what the caller is told. */
export async function uploadWorkbook(
  asked: RequestContext,
  inspect: Inspector,
  { connection, search, read }: { connection: string; search: URLSearchParams; read: () => Promise<ArrayBuffer> },
): Promise<Response> {
  const context = creator(asked);
  const { id } = connectedTo(context, connection);
  const query = WorkbookUpload.safeParse(Object.fromEntries(search));
  if (!query.success) return errorResponse('bad_request', 400, { fields: [] });
  const { kind, name } = query.data;
  const content = new Uint8Array(await read());
  try {
    const { inflatedBytes: _, deviceIds, ...found } = await inspect(kind, content);
    const report: WorkbookReport = { workbook: null, ...found };
    if (found.problemCount > 0) return Response.json(report);
    const { store, clock } = context.services;
    const createdAt = clock.now();
    const workbookId = randomUUID();
    const expiresAt = createdAt + workbookLimits.days * dayMs;
    // Its devices are kept as a list under the same ID: the look before the start asks about them without opening it again.
    const list = { id: workbookId, person: context.person, deviceIds, taskIds: [], createdAt, expiresAt };
    await store.targetSets.add(id, list, targetSetsKept);
    const workbook = await store.workbooks.add(
      id,
      context.person.id,
      {
        id: workbookId,
        kind,
        fileName: shownName(name),
        rows: found.rows,
        bytes: content.length,
        digest: createHash('sha256').update(content).digest('hex'),
        createdAt,
        expiresAt,
        content,
      },
      workbookLimits.keptForPerson,
    );
    return Response.json({ ...report, workbook }, { status: 201 });
  } catch (error) {
    if (!(error instanceof WorkbookRefused)) throw error;
    throw refusal('invalid', { problems: [{ field: 'targets', code: error.code }] });
  }
}

/** The template of a kind, to be filled in. */
export function workbookTemplate(asked: RequestContext, kind: string, search: URLSearchParams): Response {
  creator(asked);
  const query = TemplateQuery.safeParse({ ...Object.fromEntries(search), kind });
  if (!query.success) throw refusal('not_found');
  const content = templateFile(query.data.kind, query.data.lang);
  return new Response(new Uint8Array(content), {
    headers: {
      'Content-Type': workbookType,
      'Content-Disposition': contentDisposition(workbookTemplates[query.data.kind].fileName),
    },
  });
}
