import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { outcomeLooks, toneColor } from '#web/ui/looks.ts';
import { type CountedOutcome, type CurveRow, timeTicks } from './chart-data.ts';
import { chartHeight } from './chart-size.ts';
import { ChartTip } from './ChartTip.tsx';
import { OutcomeLegend } from './OutcomeLegend.tsx';
import { RemovedPattern, removedFill } from './RemovedPattern.tsx';

type Props = { rows: readonly CurveRow[]; outcomes: readonly CountedOutcome[] };

const dayMs = 86_400_000;
const tenMinutesMs = 600_000;
const tickWidth = 110;
const axis = { stroke: 'var(--line)', tick: { fill: 'var(--text-quiet)', fontSize: 12 } } as const;

/** The drawing of the curve; its frame brings the words and the table. Times are local. */
export function OutcomeCurve({ rows, outcomes }: Props) {
  const common = useTranslation('common').t;
  const formats = useFormats();
  const from = rows[0]?.at ?? 0;
  const until = rows.at(-1)?.at ?? 0;
  const { ref, width } = useElementSize();
  const ticks = timeTicks(from, until, -new Date(until).getTimezoneOffset() * 60_000, Math.max(2, width / tickWidth));
  const span = until - from;
  const label = span > 3 * dayMs ? formats.day : span > tenMinutesMs ? formats.clock : formats.time;
  return (
    <div ref={ref}>
      <ResponsiveContainer width="100%" height={chartHeight}>
        {/* recharts stacks in the order in which areas appear: one that joins later would land on top of the others. */}
        <AreaChart
          key={outcomes.join()}
          data={[...rows]}
          accessibilityLayer={false}
          margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
        >
          <defs>
            <RemovedPattern />
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[from, until]}
            ticks={ticks}
            tickFormatter={label}
            {...axis}
          />
          <YAxis width={56} allowDecimals={false} tickFormatter={formats.count} {...axis} />
          {/* Between two samples the counts did not change, so a slope there would tell of something that did not happen. */}
          {outcomes.map((outcome) => (
            <Area
              key={outcome}
              dataKey={outcome}
              stackId="devices"
              type="stepAfter"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              stroke={toneColor(outcomeLooks[outcome].tone)}
              strokeWidth={1}
              fill={outcome === 'removed' ? removedFill : toneColor(outcomeLooks[outcome].tone)}
              fillOpacity={outcome === 'waiting' ? 0.35 : 0.85}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            content={({ payload }) => {
              const row: CurveRow | undefined = payload[0]?.payload;
              if (!row) return null;
              const lines = outcomes.map(
                (outcome) => [common(($) => $.outcome[outcome]), formats.count(row[outcome])] as const,
              );
              return <ChartTip title={formats.exact(row.at)} lines={lines} />;
            }}
          />
        </AreaChart>
      </ResponsiveContainer>
      <OutcomeLegend outcomes={outcomes} />
    </div>
  );
}
