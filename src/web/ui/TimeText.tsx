import { Tooltip } from '@mantine/core';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './TimeText.module.css';
import { useNow } from './use-now.ts';

type Props = {
  /** Epoch milliseconds. */
  at: number;
  /** `relative` shows "2 hr. ago" and the date on focus or hover; `absolute` shows the date. */
  show?: 'relative' | 'absolute';
};

/** A time that always has its absolute form with the zone, by pointer, keyboard and screen reader. */
export function TimeText({ at, show = 'relative' }: Props) {
  const formats = useFormats();
  const now = useNow(10_000);
  return (
    <Tooltip label={`${formats.exact(at)} · ${formats.utc(at)}`} events={{ hover: true, focus: true, touch: true }}>
      <time className={classes.time} tabIndex={0} dateTime={new Date(at).toISOString()}>
        {show === 'relative' ? formats.relative(at, now) : formats.dateTime(at)}
      </time>
    </Tooltip>
  );
}
