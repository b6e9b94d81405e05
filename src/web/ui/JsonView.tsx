import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';

const JsonEditor = lazy(() => import('./JsonEditor.tsx').then((module) => ({ default: module.JsonEditor })));

type Props = {
  /** Any JSON value. */
  value: unknown;
  /** Its accessible name. */
  label: string;
  /** CSS height from which it scrolls. */
  maxHeight?: string;
};

/** JSON to read: coloured, foldable, with line numbers. The editor is fetched when it is first needed. */
export function JsonView({ value, label, maxHeight = '420px' }: Props) {
  return (
    <Suspense fallback={<Skeleton height={160} />}>
      <JsonEditor text={JSON.stringify(value, null, 2)} label={label} maxHeight={maxHeight} />
    </Suspense>
  );
}
