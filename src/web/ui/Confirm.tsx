import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from './ActionButton.tsx';
import { useHold } from './use-hold.ts';

type Props = {
  opened: boolean;
  /** Also by Escape; not called while busy. */
  onClose(): void;
  /** A question: "Retry 54 failed devices?" */
  title: string;
  /** What will happen, to what, and whether it can be undone. */
  children: ReactNode;
  /** Says what will happen: "Retry 54 devices". */
  confirmLabel: string;
  onConfirm(): void;
  busy?: boolean;
  danger?: boolean;
  /** The person types this number before the button works. */
  typedCount?: number;
  /** Why confirming is not possible now. */
  reason?: string | null;
  /** What came of it, shown in place of the question once the person has confirmed. */
  answer?: ReactNode;
};

/** Asks before something happens. Focus starts on Cancel, so Enter alone never confirms. */
export function Confirm(props: Props) {
  const { opened, onClose, title, busy = false, answer } = props;
  const { t } = useTranslation('common');
  return (
    <Modal
      opened={opened}
      onClose={() => !busy && onClose()}
      title={title}
      centered
      size={answer ? 'xl' : 'md'}
      closeOnClickOutside={!busy}
      closeButtonProps={{ 'aria-label': t(($) => $.close) }}
    >
      {answer ?? <Question {...props} busy={busy} />}
    </Modal>
  );
}

// Mounted anew each time the dialog opens, so what was typed for one thing never confirms another.
function Question({ children, confirmLabel, onConfirm, onClose, busy, danger, typedCount, ...rest }: Props) {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const [typed, setTyped] = useState('');
  useHold(true);
  const typedReason =
    typedCount !== undefined && Number(typed.replaceAll(/[\s,.]/g, '')) !== typedCount
      ? t(($) => $.confirm.typeFirst, { shown: formats.count(typedCount) })
      : null;
  return (
    <>
      <div>{children}</div>
      {typedCount !== undefined && (
        <TextInput
          mt="md"
          label={t(($) => $.confirm.type, { shown: formats.count(typedCount) })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" data-autofocus disabled={busy ?? false} onClick={onClose}>
          {t(($) => $.cancel)}
        </Button>
        <ActionButton
          reason={rest.reason ?? typedReason}
          loading={busy ?? false}
          onClick={onConfirm}
          {...(danger ? { color: 'red' } : {})}
        >
          {confirmLabel}
        </ActionButton>
      </Group>
    </>
  );
}
