import { useNavigate } from '@tanstack/react-router';
import type { Brought } from '#shared/domain/brought.ts';
import { draftOfRequest, firstStepToMend } from './draft-of-request.ts';
import { beginDraft } from './tab-drafts.ts';

/** Opens a new draft of an imported request, at the first step where something has to be done. False when this tab has no room. */
export function useBeginRead(connection: string) {
  const navigate = useNavigate();
  return async (brought: Brought): Promise<boolean> => {
    if (brought.is !== 'task') return false;
    const { notCarried } = brought;
    const draft = draftOfRequest(brought, { from: 'json', name: null, taskId: null, notCarried });
    const step = firstStepToMend(draft, Date.now());
    const draftId = beginDraft(sessionStorage, connection, { step, draft });
    if (draftId === null) return false;
    await navigate({ to: '/c/$connection/tasks/new/$draftId', params: { connection, draftId }, search: { step } });
    return true;
  };
}
