import { Skeleton } from '@mantine/core';
import { chartHeight } from './chart-size.ts';

/** Keeps a chart's place. `still`: there is nothing to draw, rather than nothing yet. */
export const ChartPlaceholder = ({ still = false }: { still?: boolean }) => (
  <Skeleton height={chartHeight} animate={!still} visible={!still} />
);
