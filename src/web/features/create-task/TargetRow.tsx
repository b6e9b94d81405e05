import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { IconX } from '#web/ui/icons.ts';
import classes from './create-task.module.css';

type Props = {
  index: number;
  start: number;
  total: number;
  /** Not known yet. */
  deviceId: string | undefined;
  /** Takes the device out; null where nothing can be taken out. */
  onTakeOut: ((deviceId: string) => void) | null;
};

/** One id of a kept list. Its button stays where it is when the device goes, so that the focus comes to lie on the next one. */
export const TargetRow = memo(function TargetRow({ index, start, total, deviceId, onTakeOut }: Props) {
  const { t } = useTranslation('create');
  return (
    <li
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
      aria-setsize={total}
      aria-posinset={index + 1}
    >
      <span className={classes.rowId}>{deviceId ?? '…'}</span>
      {onTakeOut !== null && deviceId !== undefined && (
        <button
          type="button"
          className={`mantine-focus-auto ${classes.takeOut}`}
          aria-label={t(($) => $.targets.takeOut, { id: deviceId })}
          onClick={() => onTakeOut(deviceId)}
        >
          <IconX size={16} aria-hidden />
        </button>
      )}
    </li>
  );
});
