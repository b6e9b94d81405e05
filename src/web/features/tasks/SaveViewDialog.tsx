import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Layout, type SavedView, ViewName } from '#shared/domain/saved-view.ts';
import { failureOf } from '#web/api/problem.ts';
import { addViewMutation } from '#web/api/views.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FormDialog } from '#web/ui/FormDialog.tsx';

type Props = { search: string; layout: Layout; onClose(): void; onSaved(view: SavedView): void };

/** Gives the present way of looking at the list a name. */
export function SaveViewDialog({ search, layout, onClose, onSaved }: Props) {
  const { t } = useTranslation('tasks');
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [tried, setTried] = useState(false);
  const add = useMutation({
    ...addViewMutation(),
    onSuccess: (view) => {
      onSaved(view);
      onClose();
    },
  });
  const parsed = ViewName.safeParse(name);
  const submit = () => {
    setTried(true);
    if (parsed.success) add.mutate({ list: 'tasks', name: parsed.data, search, layout, shared });
  };
  const failure = add.isError ? failureOf(add.error) : null;
  const wrong =
    tried && !parsed.success
      ? t(($) => $.view.nameWrong)
      : failure?.code === 'name_taken'
        ? t(($) => $.view.nameTaken)
        : null;
  return (
    <FormDialog
      title={t(($) => $.view.saveTitle)}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t(($) => $.view.save)}
      busy={add.isPending}
    >
      <TextInput
        data-autofocus
        required
        label={t(($) => $.view.name)}
        value={name}
        error={wrong}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <label>
        <input type="checkbox" checked={shared} onChange={() => setShared(!shared)} /> {t(($) => $.view.shareLabel)}
      </label>
      {failure && failure.code !== 'name_taken' && <ErrorPanel failure={failure} />}
    </FormDialog>
  );
}
