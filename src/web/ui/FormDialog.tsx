import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from './use-focus-back.ts';
import { useHold } from './use-hold.ts';

type Props = Pick<ModalProps, 'size' | 'closeOnClickOutside'> & {
  title: string;
  onClose(): void;
  /** Also by Enter. */
  onSubmit(): void;
  submitLabel: string;
  busy: boolean;
  children: ReactNode;
};

/** A form in a dialog, drawn only while it is open: its fields, a way out, and the button that does it. */
export function FormDialog({ title, onClose, onSubmit, submitLabel, busy, children, ...look }: Props) {
  const { t } = useTranslation('common');
  useFocusBack();
  useHold(true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal
      {...look}
      opened
      centered
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t(($) => $.close) }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {children}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t(($) => $.cancel)}
            </Button>
            <Button type="submit" loading={busy}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
