import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AnnotationChange, longestNote, Owner, Tag, tagsIn, TicketLink } from '#shared/domain/annotation.ts';
import type { Task } from '#shared/domain/task.ts';
import { failureOf } from '#web/api/problem.ts';
import { noteMutation } from '#web/api/task-list.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FormDialog } from '#web/ui/FormDialog.tsx';

type Props = { task: Task; onClose(): void };

/** Note, owner, tags and ticket of a task. Only what was changed is sent, as it was when the dialog was opened. */
export function NoteDialog({ task, onClose }: Props) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  // News about the task must not change what is being typed, nor what it is compared with.
  const [before] = useState(task.annotation);
  const save = useMutation({ ...noteMutation(task), onSuccess: onClose });
  const form = useForm({
    initialValues: {
      note: before.note,
      owner: before.owner ?? '',
      tags: before.tags.join(', '),
      ticket: before.ticket ?? '',
    },
    validate: {
      note: (text) => {
        const over = text.length - longestNote;
        return over > 0 ? t(($) => $.annotation.noteWrong, { most: longestNote, count: over }) : null;
      },
      owner: (text) => (text.trim() === '' || Owner.safeParse(text).success ? null : t(($) => $.annotation.ownerWrong)),
      tags: (text) => {
        const tags = tagsIn(text);
        return tags.length <= 20 && tags.every((tag) => Tag.safeParse(tag).success)
          ? null
          : t(($) => $.annotation.tagsWrong);
      },
      ticket: (text) =>
        text.trim() === '' || TicketLink.safeParse(text.trim()).success ? null : t(($) => $.annotation.ticketWrong),
    },
  });
  const submit = form.onSubmit(({ note, owner, tags, ticket }) => {
    const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
    const change: AnnotationChange = {
      ...(note === before.note ? {} : { note }),
      ...(orNull(owner) === before.owner ? {} : { owner: orNull(owner) }),
      ...(tagsIn(tags).join() === before.tags.join() ? {} : { tags: tagsIn(tags) }),
      ...(orNull(ticket) === before.ticket ? {} : { ticket: orNull(ticket) }),
    };
    if (Object.keys(change).length === 0) return onClose();
    save.mutate({ connection: task.connection, taskId: task.id, rev: before.rev, ...change });
  });
  return (
    <FormDialog
      title={t(($) => $.annotation.dialog, { name: task.name })}
      onClose={onClose}
      onSubmit={() => submit()}
      submitLabel={common(($) => $.save)}
      busy={save.isPending}
    >
      <Textarea
        data-autofocus
        autosize
        minRows={3}
        maxRows={10}
        label={t(($) => $.annotation.note)}
        {...form.getInputProps('note')}
      />
      <TextInput label={t(($) => $.annotation.owner)} {...form.getInputProps('owner')} />
      <TextInput
        label={t(($) => $.annotation.tags)}
        description={t(($) => $.annotation.tagsHelp)}
        {...form.getInputProps('tags')}
      />
      <TextInput
        label={t(($) => $.annotation.ticket)}
        placeholder="https://"
        inputMode="url"
        {...form.getInputProps('ticket')}
      />
      {save.isError && <ErrorPanel failure={failureOf(save.error)} />}
    </FormDialog>
  );
}
