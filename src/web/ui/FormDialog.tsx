import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './ActionButton.tsx';
import { useFocusBack } from './use-focus-back.ts';
import { useHold } from './use-hold.ts';

type Props = Pick<ModalProps, 'size' | 'closeOnClickOutside'> & {
  title: string;
  onClose(): void;
  /** Also by Enter. */
  onSubmit(): void;
  submitLabel: string;
  busy: boolean;
  /** Why it cannot be sent now. */
  reason?: string | null;
  /** What came of it, shown in place of the form. */
  answer?: ReactNode;
  children: ReactNode;
};

/** A form in a dialog, drawn only while it is open: its fields, a way out, and the button that does it. */
export function FormDialog({
  title,
  onClose,
  onSubmit,
  submitLabel,
  busy,
  reason = null,
  answer,
  children,
  ...look
}: Props) {
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
      {answer ?? (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            {children}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={onClose}>
                {t(($) => $.cancel)}
              </Button>
              <ActionButton type="submit" loading={busy} reason={reason}>
                {submitLabel}
              </ActionButton>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
