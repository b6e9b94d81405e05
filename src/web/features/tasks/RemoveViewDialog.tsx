import { useTranslation } from 'react-i18next';
import type { SavedView } from '#shared/domain/saved-view.ts';
import { Confirm } from '#web/ui/Confirm.tsx';
import { useFocusBack } from '#web/ui/use-focus-back.ts';

type Props = { view: SavedView; busy: boolean; onClose(): void; onRemove(): void };

export function RemoveViewDialog({ view, busy, onClose, onRemove }: Props) {
  const { t } = useTranslation('tasks');
  useFocusBack();
  return (
    <Confirm
      opened
      danger
      busy={busy}
      title={t(($) => $.view.removeTitle, { name: view.name })}
      confirmLabel={t(($) => $.view.removeConfirm)}
      onClose={onClose}
      onConfirm={onRemove}
    >
      {view.shared ? t(($) => $.view.removeShared) : t(($) => $.view.removeOwn)}
    </Confirm>
  );
}
