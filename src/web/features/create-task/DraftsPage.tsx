import './mantine.ts';
import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import { draftsQuery, removeDraftMutation } from '#web/api/drafts.ts';
import { failureOf } from '#web/api/problem.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { IconArrowLeft, IconPlus } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { TextLink } from '#web/ui/TextLink.tsx';
import { DraftList } from './DraftList.tsx';
import { ImportButton } from './ImportButton.tsx';
import { forgetDraft } from './tab-drafts.ts';
import { useBeginDraft } from './use-begin-draft.ts';

const TemplateDialog = lazyPart(() => import('./TemplateDialog.tsx').then((module) => module.TemplateDialog));

/** Tasks that a person has begun, and templates to begin others with. */
export function DraftsPage({ connection }: { connection: string }) {
  const { t } = useTranslation('drafts');
  const { data, error, refetch } = useQuery(draftsQuery(connection));
  const [removing, setRemoving] = useState<SavedDraft | null>(null);
  const [editing, setEditing] = useState<SavedDraft | null>(null);
  const remove = useMutation(removeDraftMutation());
  const { use, duplicate } = useBeginDraft(connection);
  const nameOf = ({ name }: SavedDraft) => name || t(($) => $.unnamed);
  const acts = {
    connection,
    nameOf,
    onUse: (template: SavedDraft) => use.mutate(template),
    onDuplicate: (of: SavedDraft) =>
      duplicate.mutate({ of, name: of.name === '' ? '' : t(($) => $.copyOf, { name: of.name }) }),
    onEdit: setEditing,
    onRemove: setRemoving,
  };
  const begun = use.data ?? duplicate.data ?? null;
  const confirmRemove = () => {
    if (removing === null) return;
    remove.mutate(
      { connection, draftId: removing.id },
      {
        onSuccess: () => forgetDraft(sessionStorage, connection, removing.id),
        onSettled: () => setRemoving(null),
      },
    );
  };

  return (
    <Stack gap="lg">
      <PageTitle of={t(($) => $.title)} />
      <div>
        <TextLink to="/c/$connection/tasks" params={{ connection }} size="sm">
          <IconArrowLeft size={14} aria-hidden /> {t(($) => $.back)}
        </TextLink>
        <Group justify="space-between">
          <Title order={1} size="h2">
            {t(($) => $.title)}
          </Title>
          <Group gap="xs">
            <ImportButton connection={connection} variant="default" />
            <LinkButton
              to="/c/$connection/tasks/new"
              params={{ connection }}
              search={{ another: 'yes' }}
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t(($) => $.newTask)}
            </LinkButton>
          </Group>
        </Group>
        <Text c="dimmed" mt={4}>
          {t(($) => $.intro)}
        </Text>
      </div>
      {error && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
      {[remove.error, use.error, duplicate.error].map(
        (failed, at) => failed && <ErrorPanel key={['remove', 'use', 'duplicate'][at]} failure={failureOf(failed)} />,
      )}
      {begun !== null && (
        <Alert color="red" variant="outline" role="alert">
          {t(($) => $[begun])}
        </Alert>
      )}
      {(data !== undefined || error === null) && (
        <>
          <DraftList kind="draft" drafts={data?.drafts ?? null} acts={acts} />
          <DraftList kind="template" drafts={data?.drafts ?? null} acts={acts} />
        </>
      )}
      <Confirm
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t(($) => $.deleteTitle, { name: removing ? nameOf(removing) : '' })}
        confirmLabel={t(($) => $.deleteConfirm)}
        danger
        busy={remove.isPending}
        onConfirm={confirmRemove}
      >
        <Text size="sm">{t(($) => (removing?.kind === 'template' ? $.deleteTemplate : $.deleteDraft))}</Text>
      </Confirm>
      {editing && (
        <TemplateDialog connection={connection} begun={null} edited={editing} onClose={() => setEditing(null)} />
      )}
    </Stack>
  );
}
