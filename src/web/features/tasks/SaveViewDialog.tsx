import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Layout, type SavedView, ViewName } from '#shared/domain/saved-view.ts';
import { failureOf } from '#web/api/problem.ts';
import { addViewMutation } from '#web/api/views.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { useFocusBack } from '#web/ui/use-focus-back.ts';
import { useHold } from '#web/ui/use-hold.ts';

type Props = { search: string; layout: Layout; onClose(): void; onSaved(view: SavedView): void };

/** Gives the present way of looking at the list a name. */
export function SaveViewDialog({ search, layout, onClose, onSaved }: Props) {
  const { t } = useTranslation('tasks');
  const common = useTranslation('common').t;
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const add = useMutation({
    ...addViewMutation(),
    onSuccess: (view) => {
      onSaved(view);
      onClose();
    },
  });
  useHold(true);
  useFocusBack();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = ViewName.safeParse(name);
    if (parsed.success) add.mutate({ list: 'tasks', name: parsed.data, search, layout, shared });
  };
  const failure = add.isError ? failureOf(add.error) : null;
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t(($) => $.view.saveTitle)}
      closeButtonProps={{ 'aria-label': common(($) => $.close) }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            required
            maxLength={64}
            label={t(($) => $.view.name)}
            value={name}
            error={failure?.code === 'name_taken' ? t(($) => $.view.nameTaken) : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <label>
            <input type="checkbox" checked={shared} onChange={() => setShared(!shared)} /> {t(($) => $.view.shareLabel)}
          </label>
          {failure && failure.code !== 'name_taken' && <ErrorPanel failure={failure} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {common(($) => $.cancel)}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t(($) => $.view.save)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
