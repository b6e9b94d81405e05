import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import { newIdempotencyKey } from '#web/api/client.ts';
import { addDraftMutation, draftQuery } from '#web/api/drafts.ts';
import { commandKind, commandSaving } from './device-command-draft.ts';
import { fromContent, taskSaving } from './saved-content.ts';
import { beginDraft } from './tab-drafts.ts';

/** Why a draft could not be begun: closed, worded by the page. */
export type BeginProblem = 'unreadable' | 'noRoom';

/** A new draft from a template or a copy of a draft. A request made of it is another one, so it gets a key of its own. */
export function useBeginDraft(connection: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { mutateAsync: add } = useMutation(addDraftMutation());

  const use = useMutation({
    meta: { failsInline: true },
    mutationFn: async (template: SavedDraft): Promise<BeginProblem | null> => {
      const saved = await queryClient.fetchQuery(draftQuery(connection, template.id));
      const content = fromContent(saved.content);
      if (content === null) return 'unreadable';
      const draft = {
        ...content.draft,
        seed: newIdempotencyKey(),
        template: { name: saved.name, locked: saved.locked },
      };
      const draftId = beginDraft(sessionStorage, connection, { step: 'type', draft });
      if (draftId === null) return 'noRoom';
      await navigate({ to: '/c/$connection/tasks/new/$draftId', params: { connection, draftId } });
      return null;
    },
  });
  const duplicate = useMutation({
    meta: { failsInline: true },
    mutationFn: async ({ of, name }: { of: SavedDraft; name: string }): Promise<BeginProblem | null> => {
      const saved = await queryClient.fetchQuery(draftQuery(connection, of.id));
      const { fromContent: readContent } = saved.taskKind === commandKind ? commandSaving : taskSaving;
      const content = readContent(saved.content);
      if (content === null) return 'unreadable';
      const draft = { ...content.draft, name, seed: newIdempotencyKey() };
      const { taskKind, devices } = saved;
      await add({
        connection,
        id: newIdempotencyKey(),
        kind: 'draft',
        name,
        taskKind,
        devices,
        content: { ...saved.content, draft },
        shared: false,
        locked: [],
      });
      return null;
    },
  });
  return { use, duplicate };
}
