import { useNavigate } from '@tanstack/react-router';
import type { Brought } from '#shared/domain/brought.ts';
import { beginRead } from './begin-read.ts';

/** Opens a new draft of an imported request. False when this tab has no room for it. */
export function useBeginRead(connection: string) {
  const navigate = useNavigate();
  return async (read: Brought): Promise<boolean> => {
    const begun = beginRead(connection, read, { from: 'json', name: null, taskId: null, ending: '' });
    if (begun === null) return false;
    const { form, draftId, step } = begun;
    const params = { connection, draftId };
    if (form === 'command') await navigate({ to: '/c/$connection/tasks/new-command/$draftId', params });
    else await navigate({ to: '/c/$connection/tasks/new/$draftId', params, search: { step } });
    return true;
  };
}
