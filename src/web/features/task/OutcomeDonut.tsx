import { useTranslation } from 'react-i18next';
import { Cell, Label, Pie, PieChart, ResponsiveContainer, Tooltip } from 'recharts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { outcomeLooks, toneColor } from '#web/ui/looks.ts';
import type { Slice } from './chart-data.ts';
import { chartHeight } from './chart-size.ts';
import { ChartTip } from './ChartTip.tsx';
import { OutcomeLegend } from './OutcomeLegend.tsx';
import { RemovedPattern, removedFill } from './RemovedPattern.tsx';

type Props = { slices: readonly Slice[]; total: number };

/** The drawing of the donut; its frame brings the words and the table. */
export function OutcomeDonut({ slices, total }: Props) {
  const { t } = useTranslation('task');
  const common = useTranslation('common').t;
  const formats = useFormats();
  const figures = new Map(slices.map(({ outcome, devices }) => [outcome, devices]));
  return (
    <>
      <ResponsiveContainer width="100%" height={chartHeight}>
        <PieChart accessibilityLayer={false}>
          <defs>
            <RemovedPattern />
          </defs>
          <Pie
            data={[...slices]}
            dataKey="devices"
            nameKey="outcome"
            innerRadius="62%"
            outerRadius="95%"
            startAngle={90}
            endAngle={-270}
            minAngle={2}
            stroke={slices.length > 1 ? 'var(--surface)' : 'none'}
            strokeWidth={2}
            isAnimationActive={false}
            rootTabIndex={-1}
          >
            {slices.map(({ outcome }) => (
              <Cell key={outcome} fill={outcome === 'removed' ? removedFill : toneColor(outcomeLooks[outcome].tone)} />
            ))}
            <Label
              position="center"
              dy={-8}
              fill="var(--mantine-color-text)"
              fontSize={26}
              fontWeight={600}
              value={formats.count(total)}
            />
            <Label
              position="center"
              dy={16}
              fill="var(--text-quiet)"
              fontSize={12}
              value={t(($) => $.charts.donut.centre)}
            />
          </Pie>
          <Tooltip
            isAnimationActive={false}
            content={({ payload }) => {
              const slice: Slice | undefined = payload[0]?.payload;
              if (!slice) return null;
              return <ChartTip lines={[[common(($) => $.outcome[slice.outcome]), formats.count(slice.devices)]]} />;
            }}
          />
        </PieChart>
      </ResponsiveContainer>
      <OutcomeLegend
        outcomes={slices.map(({ outcome }) => outcome)}
        value={(outcome) => formats.percent(figures.get(outcome) ?? 0, total)}
      />
    </>
  );
}
