import { createFileRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { CopiedDevices } from '#shared/domain/brought.ts';
import { requirePermission } from '#web/guards.ts';
import { choiceParam, textParam } from '#web/search-params.ts';

const Search = z.object({
  /** Another draft, and not the one that this tab worked on last. */
  another: choiceParam(['yes']),
  /** A task that a draft is begun as a copy of, and which of its devices go with it. */
  copy: textParam(64),
  devices: choiceParam(CopiedDevices.options),
});

/** The way to a new device command: to the draft that this tab worked on last, or to another one. */
export const Route = createFileRoute('/c/$connection/tasks/new-command/')({
  validateSearch: Search,
  beforeLoad: async (at) => void (await requirePermission(at, 'task.create')),
  loaderDeps: ({ search }) => search,
  loader: async ({
    context: { queryClient, i18n, parts },
    params: { connection },
    deps: { another, copy, devices = 'all' },
    abortController,
  }) => {
    const { beginWithCopy, chooseDraft } = await parts.fetched(
      () => import('#web/features/create-task/enter-wizard.ts'),
      abortController.signal,
    );
    const to = '/c/$connection/tasks/new-command/$draftId';
    if (copy !== undefined) {
      await i18n.loadNamespaces(['drafts', 'input']);
      const ending = i18n.t(($) => $.copyOf, { ns: 'drafts', name: '' });
      const { draftId } = await beginWithCopy(queryClient, { connection, taskId: copy, devices, ending });
      throw redirect({ to, params: { connection, draftId }, replace: true });
    }
    const draftId = chooseDraft(connection, another !== undefined);
    throw redirect({ to, params: { connection, draftId }, replace: true });
  },
});
