import { useFormats } from '#web/i18n/use-formats.ts';
import { hint } from './hint.ts';
import classes from './TimeText.module.css';
import { useNow } from './use-now.ts';

type Props = {
  /** Epoch milliseconds. */
  at: number;
  /** `relative` shows "2 hr. ago" and the date on focus or hover; `absolute` shows the date. */
  show?: 'relative' | 'absolute';
  /** How often the relative time is renewed. */
  stepMs?: number;
};

/** A time that always has its absolute form with the zone, by pointer, keyboard and screen reader. */
export function TimeText({ at, show = 'relative', stepMs = 10_000 }: Props) {
  const formats = useFormats();
  const now = useNow(stepMs);
  // What was only just said must not seem to come later because the clock here moves in steps.
  const seenFrom = at > now && at - now < stepMs ? at : now;
  return (
    <time
      className={classes.time}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its hint must be reachable by keyboard
      tabIndex={0}
      // Renewing it is no news, in whatever announces what changes.
      aria-live="off"
      dateTime={new Date(at).toISOString()}
      {...hint(`${formats.exact(at)} · ${formats.utc(at)}`)}
    >
      {show === 'relative' ? formats.relative(at, seenFrom) : formats.dateTime(at)}
    </time>
  );
}
