import { Skeleton } from '@mantine/core';
import { chartHeight } from './chart-size.ts';

/** Keeps a chart's place while its drawing is fetched. */
export const ChartPlaceholder = () => <Skeleton height={chartHeight} />;
