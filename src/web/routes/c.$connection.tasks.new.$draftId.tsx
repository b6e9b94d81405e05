import { createFileRoute, notFound } from '@tanstack/react-router';
import { z } from 'zod';
import { steps } from '#web/features/create-task/steps.ts';
import { leaveToCommands, requirePermission } from '#web/guards.ts';
import { choiceParam } from '#web/search-params.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const CreateTaskPage = lazyPart(
  () => import('#web/features/create-task/CreateTaskPage.tsx').then((module) => module.CreateTaskPage),
  <PagePending />,
);
const NoSuchDraft = lazyPart(
  () => import('#web/features/create-task/NoSuchDraft.tsx').then((module) => module.NoSuchDraft),
  <PagePending />,
);

export const Route = createFileRoute('/c/$connection/tasks/new/$draftId')({
  // Without a step: where the draft was left.
  validateSearch: z.object({ step: choiceParam(steps) }),
  beforeLoad: async (at) => {
    await requirePermission(at, 'task.create');
    await leaveToCommands(at.context, at.params.connection);
  },
  // What the page holds is newer than what it was opened with; only another visit reads the draft again.
  shouldReload: false,
  gcTime: 0,
  loader: async ({ context: { queryClient, i18n, parts }, params: { connection, draftId }, abortController }) => {
    // Loaded with the wizard, not with the first page.
    const [{ readDraft }] = await Promise.all([
      parts.fetched(() => import('#web/features/create-task/enter-wizard.ts'), abortController.signal),
      CreateTaskPage.prefetch(),
      i18n.loadNamespaces(['create', 'drafts', 'input']),
    ]);
    const read = await readDraft(queryClient, connection, draftId);
    if (read === null) throw notFound();
    return read;
  },
  component: NewTask,
  notFoundComponent: function GoneDraft() {
    const { connection } = Route.useParams();
    return <NoSuchDraft connection={connection} />;
  },
});

function NewTask() {
  const { connection, draftId } = Route.useParams();
  const { step } = Route.useSearch();
  const { spaces, opened } = Route.useLoaderData();
  const navigate = Route.useNavigate();
  return (
    <CreateTaskPage
      key={`${connection} ${draftId}`}
      connection={connection}
      draftId={draftId}
      opened={opened}
      spaces={spaces}
      step={step ?? opened.step}
      onStep={(next) => void navigate({ search: { step: next } })}
      // Whoever throws a draft away has been asked: that it is not saved need not be asked again.
      onDiscarded={() => void navigate({ to: '/c/$connection/tasks', params: { connection }, ignoreBlocker: true })}
    />
  );
}
