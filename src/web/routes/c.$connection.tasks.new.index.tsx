import { createFileRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { CopiedDevices } from '#shared/domain/brought.ts';
import { steps } from '#web/features/create-task/steps.ts';
import { leaveToCommands, requirePermission } from '#web/guards.ts';
import { choiceParam, textParam } from '#web/search-params.ts';

const Search = z.object({
  step: choiceParam(steps),
  /** A list of devices that another page kept: a draft is begun with it. */
  targets: textParam(64),
  /** Another draft, and not the one that this tab worked on last. */
  another: choiceParam(['yes']),
  /** A task that a draft is begun as a copy of, and which of its devices go with it. */
  copy: textParam(64),
  devices: choiceParam(CopiedDevices.options),
});

/** The way to a new task: to the draft that this tab worked on last, or to another one. */
export const Route = createFileRoute('/c/$connection/tasks/new/')({
  validateSearch: Search,
  beforeLoad: async (at) => {
    await requirePermission(at, 'task.create');
    const { another, copy, devices } = at.search;
    await leaveToCommands(at.context, at.params.connection, { another, copy, devices });
  },
  loaderDeps: ({ search }) => search,
  loader: async ({
    context: { queryClient, i18n, parts },
    params: { connection },
    deps: { step, targets, another, copy, devices = 'all' },
    abortController,
  }) => {
    // Loaded with the wizard, not with the first page.
    const { beginWithCopy, beginWithList, chooseDraft } = await parts.fetched(
      () => import('#web/features/create-task/enter-wizard.ts'),
      abortController.signal,
    );
    const to = '/c/$connection/tasks/new/$draftId';
    if (targets !== undefined) {
      const draftId = await beginWithList(queryClient, connection, targets);
      throw redirect({ to, params: { connection, draftId }, search: { step: 'targets' }, replace: true });
    }
    if (copy !== undefined) {
      await i18n.loadNamespaces(['drafts', 'input']);
      const ending = i18n.t(($) => $.copyOf, { ns: 'drafts', name: '' });
      const begun = await beginWithCopy(queryClient, { connection, taskId: copy, devices, ending });
      const search = { step: begun.step };
      throw redirect({ to, params: { connection, draftId: begun.draftId }, search, replace: true });
    }
    const draftId = chooseDraft(connection, another !== undefined);
    throw redirect({ to, params: { connection, draftId }, search: { step }, replace: true });
  },
});
