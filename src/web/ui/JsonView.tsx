import { Skeleton } from '@mantine/core';
import { lazyPart } from './lazy-part.tsx';

const JsonEditor = lazyPart(
  () => import('./JsonEditor.tsx').then((module) => module.JsonEditor),
  <Skeleton height={160} />,
);

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
  return <JsonEditor text={JSON.stringify(value, null, 2)} label={label} maxHeight={maxHeight} />;
}
