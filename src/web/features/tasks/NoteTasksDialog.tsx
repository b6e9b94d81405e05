import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnnotationAddition, tagsIn } from '#shared/domain/annotation.ts';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import { failureOf } from '#web/api/problem.ts';
import { noteManyMutation, taskIdsQuery } from '#web/api/task-list.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import type { Selection } from '#web/ui/selection.ts';
import { useFocusBack } from '#web/ui/use-focus-back.ts';
import { useHold } from '#web/ui/use-hold.ts';
import { NotedTasks } from './NotedTasks.tsx';

type Props = { connection: string; filter: TaskFilter; selection: Selection; count: number; onClose(): void };

const fields = ['addTags', 'removeTags', 'owner', 'line'] as const;
const nothing = { addTags: '', removeTags: '', owner: '', line: '' };

/** Adds tags, an owner or a line of note to every selected task. Of everything that matches, the ids are asked for first. */
export function NoteTasksDialog({ connection, filter, selection, count, onClose }: Props) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const queryClient = useQueryClient();
  const note = useMutation(noteManyMutation(connection));
  // The selection may go on changing behind the question; what it was asked about does not.
  const [asked] = useState({ filter, selection, count });
  const [texts, setTexts] = useState(nothing);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useHold(true);
  useFocusBack();

  const parts = {
    addTags: tagsIn(texts.addTags),
    removeTags: tagsIn(texts.removeTags),
    owner: texts.owner.trim(),
    line: texts.line.trim(),
  };
  const given = Object.fromEntries(fields.flatMap((field) => (parts[field].length > 0 ? [[field, parts[field]]] : [])));
  const parsed = AnnotationAddition.safeParse(given);
  const wrong = new Set(parsed.error?.issues.map(({ path: [field] }) => field));
  const isEmpty = Object.keys(given).length === 0;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!parsed.success || isEmpty) return;
    setFailure(null);
    setBusy(true);
    try {
      const taskIds =
        asked.selection.mode === 'some'
          ? [...asked.selection.ids]
          : await queryClient.fetchQuery(taskIdsQuery(connection, asked.filter, asked.selection.except));
      await note.mutateAsync({ taskIds, addition: parsed.data });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const help = { addTags: t(($) => $.annotation.tagsHelp), line: t(($) => $.annotation.many.lineHelp) };
  const words = { addTags: 'tagsWrong', removeTags: 'tagsWrong', owner: 'ownerWrong', line: 'lineWrong' } as const;
  return (
    <Modal
      opened
      centered
      onClose={() => !busy && onClose()}
      title={t(($) => $.annotation.many.title, { count: asked.count, shown: formats.count(asked.count) })}
      closeButtonProps={{ 'aria-label': common(($) => $.close) }}
    >
      {note.data ? (
        <NotedTasks {...note.data} onClose={onClose} />
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate>
          <Stack gap="sm">
            <Text size="sm">{t(($) => $.annotation.many.happens)}</Text>
            {fields.map((field, nth) => (
              <TextInput
                key={field}
                {...(nth === 0 ? { 'data-autofocus': true } : {})}
                label={t(($) => $.annotation.many[field])}
                description={field === 'addTags' || field === 'line' ? help[field] : null}
                value={texts[field]}
                error={wrong.has(field) ? t(($) => $.annotation[words[field]]) : null}
                onChange={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
              />
            ))}
            {failure !== null && <ErrorPanel failure={failureOf(failure)} />}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" disabled={busy} onClick={onClose}>
                {common(($) => $.cancel)}
              </Button>
              <ActionButton type="submit" loading={busy} reason={isEmpty ? t(($) => $.annotation.many.nothing) : null}>
                {t(($) => $.annotation.many.confirm, { count: asked.count, shown: formats.count(asked.count) })}
              </ActionButton>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
