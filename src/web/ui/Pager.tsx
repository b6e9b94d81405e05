import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import { IconChevronLeft, IconChevronRight, IconChevronsLeft, IconChevronsRight } from './icons.ts';
import classes from './Pager.module.css';

type Props = {
  /** Position of the page in the whole, from 0, and how many rows it has. */
  from: number;
  shown: number;
  total: number;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  /** Only where the whole list is at hand. */
  onFirst?: (() => void) | null;
  onLast?: (() => void) | null;
};

/** "1–50 of 812" and the way to the neighbouring pages. */
export function Pager({ from, shown, total, onPrevious, onNext, onFirst, onLast }: Props) {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const position =
    shown === 0
      ? t(($) => $.pager.none)
      : t(($) => $.pager.position, {
          from: formats.count(from + 1),
          to: formats.count(from + shown),
          total: formats.count(total),
        });
  const step = (label: string, act: (() => void) | null | undefined, before: boolean, Glyph: typeof IconChevronLeft) =>
    act === undefined ? null : (
      <button type="button" className={classes.step} disabled={act === null} {...(act ? { onClick: act } : {})}>
        {before && <Glyph size={14} aria-hidden />}
        {label}
        {!before && <Glyph size={14} aria-hidden />}
      </button>
    );
  return (
    <nav className={classes.pager} aria-label={t(($) => $.pager.label)}>
      <span role="status" className="figures">
        {position}
      </span>
      <span className={classes.steps}>
        {step(
          t(($) => $.pager.first),
          onFirst,
          true,
          IconChevronsLeft,
        )}
        {step(
          t(($) => $.pager.previous),
          onPrevious,
          true,
          IconChevronLeft,
        )}
        {step(
          t(($) => $.pager.next),
          onNext,
          false,
          IconChevronRight,
        )}
        {step(
          t(($) => $.pager.last),
          onLast,
          false,
          IconChevronsRight,
        )}
      </span>
    </nav>
  );
}
