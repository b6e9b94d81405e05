import { createFileRoute, notFound } from '@tanstack/react-router';
import { requirePermission } from '#web/guards.ts';
import { PagePending } from '#web/shell/PagePending.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const DeviceCommandPage = lazyPart(
  () => import('#web/features/create-task/DeviceCommandPage.tsx').then((module) => module.DeviceCommandPage),
  <PagePending />,
);
const NoSuchDraft = lazyPart(
  () => import('#web/features/create-task/NoSuchDraft.tsx').then((module) => module.NoSuchDraft),
  <PagePending />,
);

export const Route = createFileRoute('/c/$connection/tasks/new-command/$draftId')({
  beforeLoad: async (at) => void (await requirePermission(at, 'task.create')),
  // What the page holds is newer than what it was opened with; only another visit reads the draft again.
  shouldReload: false,
  gcTime: 0,
  loader: async ({ context: { queryClient, i18n, parts }, params: { connection, draftId }, abortController }) => {
    const [{ readCommandDraft }] = await Promise.all([
      parts.fetched(() => import('#web/features/create-task/enter-wizard.ts'), abortController.signal),
      DeviceCommandPage.prefetch(),
      i18n.loadNamespaces(['command', 'create', 'drafts', 'input']),
    ]);
    const opened = await readCommandDraft(queryClient, connection, draftId);
    if (opened === null) throw notFound();
    return { opened };
  },
  component: NewCommand,
  notFoundComponent: function GoneDraft() {
    const { connection } = Route.useParams();
    return <NoSuchDraft connection={connection} />;
  },
});

function NewCommand() {
  const { connection, draftId } = Route.useParams();
  const { opened } = Route.useLoaderData();
  const navigate = Route.useNavigate();
  return (
    <DeviceCommandPage
      key={`${connection} ${draftId}`}
      connection={connection}
      draftId={draftId}
      opened={opened}
      // Whoever throws a draft away has been asked: that it is not saved need not be asked again.
      onDiscarded={() => void navigate({ to: '/c/$connection/tasks', params: { connection }, ignoreBlocker: true })}
    />
  );
}
