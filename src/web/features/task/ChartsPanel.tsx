import { useThrottledValue } from '@mantine/hooks';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { counterOf, countsAddUp, honestPercent, outcomeOrder } from '#shared/domain/counting.ts';
import { rateOf } from '#shared/domain/progress.ts';
import type { Task } from '#shared/domain/task.ts';
import { samplesQuery } from '#web/api/tasks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ChartFrame } from '#web/ui/ChartFrame.tsx';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { curveOf, curveSummary, outcomesOn, slicesOf } from './chart-data.ts';
import { ChartPlaceholder } from './ChartPlaceholder.tsx';
import classes from './ChartsPanel.module.css';

const OutcomeDonut = lazyPart(
  () => import('./OutcomeDonut.tsx').then((module) => module.OutcomeDonut),
  <ChartPlaceholder />,
);
const OutcomeCurve = lazyPart(
  () => import('./OutcomeCurve.tsx').then((module) => module.OutcomeCurve),
  <ChartPlaceholder />,
);

// A busy task reports several times a second; drawing once is enough for the eye.
const redrawMs = 1000;
// Within this time the sentence needs seconds and no date.
const shortMs = 10 * 60_000;

/** The share of outcomes now and their course, each with its sentence and its table. */
export function ChartsPanel({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  return (
    <section className={classes.charts}>
      <h2 className="visually-hidden">{t(($) => $.charts.title)}</h2>
      <DonutFrame task={task} />
      <CurveFrame task={task} />
    </section>
  );
}

function DonutFrame({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const counts = useThrottledValue(task.counts, redrawMs);
  const addsUp = countsAddUp(counts);
  const slices = slicesOf(counts);
  const sentence = addsUp
    ? t(($) => $.charts.donut.summary, {
        count: counts.total,
        succeeded: counts.succeeded,
        failed: counts.failed,
        open: counts.waiting + counts.processing + counts.retryPending,
      })
    : t(($) => $.charts.donut.mismatch);
  const share = (devices: number) => (addsUp ? [honestPercent(devices, counts.total)] : []);
  return (
    <ChartFrame
      title={t(($) => $.charts.donut.title)}
      sentence={counts.total === 0 ? t(($) => $.charts.donut.empty) : sentence}
      fileName={`${task.platformName}_outcomes`}
      table={{
        columns: [
          t(($) => $.charts.outcome),
          t(($) => $.charts.devices),
          ...(addsUp ? [t(($) => $.charts.share)] : []),
        ],
        rows: outcomeOrder.map((outcome) => {
          const devices = counts[counterOf[outcome]];
          return [common(($) => $.outcome[outcome]), devices, ...share(devices)];
        }),
      }}
    >
      {addsUp && slices.length > 0 && <OutcomeDonut slices={slices} total={counts.total} />}
    </ChartFrame>
  );
}

function CurveFrame({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const { data } = useSuspenseQuery(samplesQuery(task));
  const samples = useThrottledValue(data.samples, redrawMs);
  const seen = useThrottledValue(task, redrawMs);
  const rows = useMemo(() => curveOf(samples, seen), [samples, seen]);
  const outcomes = outcomesOn(rows);
  const summary = curveSummary(rows);
  const rate = seen.state === 'processing' ? rateOf(samples, seen.seenAt) : null;
  const isDrawn = summary !== null && rows.length > 1 && outcomes.length > 0;
  const timeOf = summary !== null && summary.until - summary.from < shortMs ? formats.time : formats.dateTime;
  const words = summary && { ...summary, from: timeOf(summary.from), until: timeOf(summary.until) };
  const sentence =
    words === null || !isDrawn
      ? t(($) => $.charts.curve.empty)
      : summary.changed
        ? t(($) => $.charts.curve.summary, words)
        : t(($) => $.charts.curve.still, words);
  const exactly = rate?.perMinute ?? 0;
  const perMinute = exactly < 10 ? Math.round(exactly * 10) / 10 : Math.round(exactly);
  const withRate =
    rate === null || perMinute === 0
      ? sentence
      : t(($) => $.charts.curve.withRate, { sentence, perMinute, over: formats.duration(rate.overMs) });
  return (
    <ChartFrame
      title={t(($) => $.charts.curve.title)}
      sentence={withRate}
      fileName={`${task.platformName}_over_time`}
      table={{
        columns: [t(($) => $.charts.time), ...outcomes.map((outcome) => common(($) => $.outcome[outcome]))],
        rows: rows.map((row) => [formats.exact(row.at), ...outcomes.map((outcome) => row[outcome])]),
      }}
    >
      {isDrawn && <OutcomeCurve rows={rows} outcomes={outcomes} />}
    </ChartFrame>
  );
}
