import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

type Props = {
  count: number;
  rowHeight: number;
  drawRow(index: number, measure: (element: HTMLTableRowElement | null) => void): ReactNode;
};

/** The rows of a long list that can be seen, between two spacers as tall as the rest. */
export function VirtualRows({ count, rowHeight, drawRow }: Props) {
  const top = useRef<HTMLTableRowElement>(null);
  const [region, setRegion] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => setRegion(top.current?.closest<HTMLElement>('[role=region]') ?? null), []);
  // oxlint-disable-next-line react/incompatible-library -- kept in this leaf, and nothing of it is handed to memoised children
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => region,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <tr ref={top} aria-hidden style={{ height: before }} />
      {items.map((item) => drawRow(item.index, virtualizer.measureElement))}
      <tr aria-hidden style={{ height: after }} />
    </>
  );
}
