import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import { IconX } from '#web/ui/icons.ts';
import classes from './create-task.module.css';

type Props = {
  index: number;
  start: number;
  total: number;
  /** Undefined while it is fetched; the button is there all the same, so that the focus is not lost meanwhile. */
  deviceId: string | undefined;
  takeOutLabel: string;
  /** Takes the device out; null where nothing can be taken out. */
  onTakeOut: ((deviceId: string) => void) | null;
  /** One row of the list is a stop of the Tab key; `focus`: the arrow keys have come here. */
  stop: 'none' | 'tab' | 'focus';
  onFocus: (index: number) => void;
  onKey: (event: KeyboardEvent, index: number) => void;
};

/** One id of a kept list. Its button stays where it is when the device goes, so that the focus comes to lie on the next one. */
export const TargetRow = memo(function TargetRow(props: Props) {
  const { index, start, total, deviceId, takeOutLabel, onTakeOut, stop, onFocus, onKey } = props;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (stop === 'focus') button.current?.focus({ preventScroll: true });
  }, [stop]);
  return (
    <li
      className={classes.row}
      style={{ transform: `translateY(${start}px)` }}
      aria-setsize={total}
      aria-posinset={index + 1}
    >
      <span className={classes.rowId}>{deviceId ?? '…'}</span>
      {onTakeOut !== null && (
        <button
          ref={button}
          type="button"
          className={`mantine-focus-auto ${classes.takeOut}`}
          tabIndex={stop === 'none' ? -1 : 0}
          aria-label={takeOutLabel}
          aria-disabled={deviceId === undefined || undefined}
          onFocus={() => onFocus(index)}
          onKeyDown={(event) => onKey(event, index)}
          onClick={() => deviceId !== undefined && onTakeOut(deviceId)}
        >
          <IconX size={16} aria-hidden />
        </button>
      )}
    </li>
  );
});
