import { z } from 'zod';
import { DraftContent, DraftId, SavedDraft, WholeDraft } from '#shared/domain/saved-draft.ts';
import { connectionInput, procedure } from './procedure.ts';

const base = '/connections/{connection}/drafts' as const;
const one = connectionInput.extend({ draftId: DraftId });

/** Tasks that are being prepared, each its owner's alone, and templates, which can be shared. */
export const drafts = {
  list: procedure
    .route({ method: 'GET', path: base, summary: 'Own drafts, own and shared templates; what was saved last first' })
    .input(connectionInput)
    .output(z.object({ drafts: z.array(SavedDraft) })),
  add: procedure
    .route({ method: 'POST', path: base, summary: 'Save a new draft or template', successStatus: 201 })
    .input(
      connectionInput.extend({
        /** Chosen by who adds it, so that a repeated request adds nothing. */
        id: DraftId,
        kind: z.enum(['draft', 'template']),
        ...DraftContent.shape,
      }),
    )
    .output(SavedDraft),
  read: procedure
    .route({ method: 'GET', path: `${base}/{draftId}`, summary: 'An own draft, or a template, with its content' })
    .input(one)
    .output(WholeDraft),
  change: procedure
    .route({ method: 'PUT', path: `${base}/{draftId}`, summary: 'Save a draft or template of one’s own' })
    .input(
      one.extend({
        ...DraftContent.shape,
        /** The draft's `rev` as it was read or last saved. */
        rev: z.int().min(1),
      }),
    )
    .output(SavedDraft),
  remove: procedure
    .route({ method: 'DELETE', path: `${base}/{draftId}`, summary: 'Remove a draft or template of one’s own' })
    .input(one)
    .output(z.object({})),
};
