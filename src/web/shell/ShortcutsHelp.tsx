import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ShortcutsHelp.module.css';

type Props = { opened: boolean; onClose(): void; mayCreate: boolean };

export function ShortcutsHelp({ opened, onClose, mayCreate }: Props) {
  const { t } = useTranslation('common');
  const keys = [
    ...(mayCreate ? [{ keys: ['c'], does: t(($) => $.shortcuts.create) }] : []),
    { keys: ['/'], does: t(($) => $.shortcuts.filter) },
    { keys: ['g', 't'], does: t(($) => $.shortcuts.tasks) },
    { keys: ['?'], does: t(($) => $.shortcuts.help) },
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t(($) => $.shortcuts.title)}
      size="sm"
      closeButtonProps={{ 'aria-label': t(($) => $.close) }}
    >
      <dl className={classes.list}>
        {keys.map((shortcut) => (
          <div key={shortcut.does} className={classes.row}>
            <dt>
              {shortcut.keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && ` ${t(($) => $.shortcuts.then)} `}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dt>
            <dd>{shortcut.does}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>{t(($) => $.shortcuts.note)}</p>
    </Modal>
  );
}
