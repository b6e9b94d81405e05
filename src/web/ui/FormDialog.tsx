import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './ActionButton.tsx';
import { useFocusBack } from './use-focus-back.ts';
import { useHold } from './use-hold.ts';

type Props = Pick<ModalProps, 'size'> & {
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

/**
 * A form in a dialog, drawn only while it is open: its fields, a way out, and the button that does it. Once something was entered,
 * only that way out closes it: a slip beside the dialog, or Escape, loses nothing.
 */
export function FormDialog({
  title,
  onClose,
  onSubmit,
  submitLabel,
  busy,
  reason = null,
  answer,
  children,
  size = 'md',
}: Props) {
  const { t } = useTranslation('common');
  useFocusBack();
  useHold(true);
  const [isEntered, setEntered] = useState(false);
  const enter = () => setEntered(true);
  const closesBySlip = !isEntered || answer !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal
      size={size}
      closeOnClickOutside={closesBySlip}
      closeOnEscape={closesBySlip}
      opened
      centered
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t(($) => $.close) }}
    >
      {answer ?? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only notes what its fields are given
        <form onSubmit={submit} onInput={enter} onPaste={enter} onDrop={enter} noValidate>
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
