import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { counterOf, countsAddUp, outcomeOrder } from '#shared/domain/counting.ts';
import type { Counts, Outcome } from '#shared/domain/task.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { glyph } from '#web/ui/glyph.ts';
import { hint } from '#web/ui/hint.ts';
import { type Look, outcomeLooks } from '#web/ui/looks.ts';
import classes from './OutcomeCounts.module.css';

type Props = {
  counts: Counts;
  /** The outcome that the device table shows, `all` when it is not narrowed, null while it is not shown. */
  shown: Outcome | 'all' | null;
  onShow(outcome: Outcome | undefined): void;
};

/** Nothing turns where nothing is under way. */
const lookOf = (outcome: Outcome, devices: number): Look =>
  devices > 0 ? outcomeLooks[outcome] : { tone: outcomeLooks[outcome].tone, icon: outcomeLooks[outcome].icon };

function Figures({ counts, shown, onShow }: Props) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const addsUp = countsAddUp(counts);
  const figure = (outcome: (typeof outcomeOrder)[number] | 'all') => {
    const devices = outcome === 'all' ? counts.total : counts[counterOf[outcome]];
    const meaning = t(($) => $.counts.meaning[outcome]);
    return (
      <li key={outcome}>
        <button
          type="button"
          className={classes.figure}
          aria-pressed={shown === outcome}
          {...hint(meaning)}
          data-none={devices === 0 || undefined}
          onClick={() => onShow(outcome === 'all' ? undefined : outcome)}
        >
          <span
            {...(outcome === 'all' ? { className: classes.label } : glyph(lookOf(outcome, devices), classes.label))}
          >
            {outcome === 'all' ? t(($) => $.counts.all) : common(($) => $.outcome[outcome])}
          </span>
          <span className={classes.value}>{formats.count(devices)}</span>
          <span className={classes.share}>
            {outcome !== 'all' && addsUp && devices > 0 && formats.percent(devices, counts.total)}
          </span>
        </button>
      </li>
    );
  };
  return (
    <section aria-label={t(($) => $.counts.title)}>
      <ul className={classes.figures}>{(['all', ...outcomeOrder] as const).map(figure)}</ul>
      {!addsUp && (
        <p className={classes.mismatch}>
          {t(($) => $.counts.mismatch, {
            counted: outcomeOrder.reduce((sum, outcome) => sum + counts[counterOf[outcome]], 0),
            total: counts.total,
          })}
        </p>
      )}
    </section>
  );
}

/** Devices by outcome. Each figure says what it counts, and shows its devices when it is clicked. */
export const OutcomeCounts = memo(Figures);
