import { createORPCErrorFromJson, isORPCErrorJson } from '@orpc/client';
import { workbookPaths, workbookType } from '#shared/api/workbooks.ts';
import { type WorkbookKind, WorkbookReport } from '#shared/domain/workbook.ts';

/** Where the template of a kind is, in the person's language. */
export const templateUrl = (kind: WorkbookKind, language: string): string =>
  `/api/v1${workbookPaths.template.replace('{kind}', kind)}?lang=${language === 'zh-CN' ? 'zh-CN' : 'en'}`;

/** Gives a workbook to the console, which looks at every row. Rejects with what the console refuses it for. */
export const uploadWorkbookMutation = (connection: string, kind: WorkbookKind) => ({
  mutationFn: async (file: File): Promise<WorkbookReport> => {
    const query = new URLSearchParams({ kind, name: file.name.slice(-200) });
    const path = workbookPaths.upload.replace('{connection}', encodeURIComponent(connection));
    const response = await fetch(`/api/v1${path}?${query}`, {
      method: 'POST',
      headers: { 'content-type': workbookType },
      body: file,
    });
    const body: unknown = await response.json();
    if (!response.ok && isORPCErrorJson(body))
      throw Object.assign(createORPCErrorFromJson(body), { requestId: response.headers.get('x-request-id') });
    return WorkbookReport.parse(body);
  },
});
