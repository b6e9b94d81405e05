import { z } from 'zod';
import { Workbook, workbookKinds, WorkbookId } from '#shared/domain/workbook.ts';
import { connectionInput, procedure } from './procedure.ts';

const base = '/connections/{connection}/workbooks' as const;

/**
 * Below `/api/v1`, and no procedures: an upload is the workbook's bytes with `workbookType` as its content type and
 * `WorkbookUpload` as its query, and is answered with a `WorkbookReport`; a template is a file.
 */
export const workbookPaths = { upload: base, template: '/workbook-templates/{kind}' } as const;
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const WorkbookUpload = z.strictObject({
  kind: z.enum(workbookKinds),
  /** What the person calls it. */
  name: z.string().min(1).max(200),
});
export const TemplateQuery = z.object({ kind: z.enum(workbookKinds), lang: z.enum(['en', 'zh-CN']).default('en') });

/** Workbooks that people have uploaded for tasks: each person's own, for a week. */
export const workbooks = {
  read: procedure
    .route({ method: 'GET', path: `${base}/{workbookId}`, summary: 'What is kept of an uploaded workbook' })
    .input(connectionInput.extend({ workbookId: WorkbookId }))
    .output(Workbook),
};
