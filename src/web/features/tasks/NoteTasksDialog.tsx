import { Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnnotationAddition, tagsIn } from '#shared/domain/annotation.ts';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import { failureOf } from '#web/api/problem.ts';
import { noteManyMutation, taskIdsQuery } from '#web/api/task-list.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FormDialog } from '#web/ui/FormDialog.tsx';
import type { Selection } from '#web/ui/selection.ts';
import { NotedTasks } from './NotedTasks.tsx';

type Props = { connection: string; filter: TaskFilter; selection: Selection; count: number; onClose(): void };

const fields = ['addTags', 'removeTags', 'owner', 'line'] as const;
const nothing = { addTags: '', removeTags: '', owner: '', line: '' };

/** Adds tags, an owner or a line of note to every selected task. Of everything that matches, the ids are asked for first. */
export function NoteTasksDialog({ connection, filter, selection, count, onClose }: Props) {
  const { t } = useTranslation('task');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const note = useMutation(noteManyMutation(connection));
  // The selection may go on changing behind the question; what it was asked about does not.
  const [asked] = useState({ filter, selection, count });
  const [texts, setTexts] = useState(nothing);

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

  const idsOf = (): Promise<string[]> =>
    asked.selection.mode === 'some'
      ? Promise.resolve([...asked.selection.ids])
      : queryClient.fetchQuery(taskIdsQuery(connection, asked.filter, asked.selection.except));
  const help = { addTags: t(($) => $.annotation.tagsHelp), line: t(($) => $.annotation.many.lineHelp) };
  const words = { addTags: 'tagsWrong', removeTags: 'tagsWrong', owner: 'ownerWrong', line: 'lineWrong' } as const;
  return (
    <FormDialog
      title={t(($) => $.annotation.many.title, { count: asked.count, shown: formats.count(asked.count) })}
      onClose={() => !note.isPending && onClose()}
      onSubmit={() => parsed.success && !isEmpty && note.mutate({ idsOf, addition: parsed.data })}
      submitLabel={t(($) => $.annotation.many.confirm, { count: asked.count, shown: formats.count(asked.count) })}
      busy={note.isPending}
      reason={isEmpty ? t(($) => $.annotation.many.nothing) : null}
      answer={note.data && <NotedTasks {...note.data} onClose={onClose} />}
    >
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
      {note.isError && <ErrorPanel failure={failureOf(note.error)} />}
    </FormDialog>
  );
}
