import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { targetSetMatches } from '#shared/domain/target-set.ts';
import { targetMatchesQuery } from '#web/api/target-sets.ts';
import classes from './create-task.module.css';
import { TargetRow } from './TargetRow.tsx';

type Props = {
  connection: string;
  setId: string;
  q: string;
  total: number;
  onTakeOut: ((deviceId: string) => void) | null;
};

const rowHeight = 32;
/** Measured and drawn in blocks: to go through 30,000 rows one by one makes a slow computer wait. */
const blockRows = 5;
/** Of `.rows`, in pixels. */
const regionHeight = 288;
/** Where the arrow keys lead, by the row they are pressed on. */
const ways: Partial<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** The ids of a kept list that can be seen; the others are not in the page, and are fetched when they come into sight. */
export function TargetRows({ connection, setId, q, total, onTakeOut }: Props) {
  const { t } = useTranslation('create');
  const region = useRef<HTMLDivElement>(null);
  // The list is one stop of the Tab key, or nobody would come past 30,000 buttons.
  const [current, setCurrent] = useState({ index: 0, byKey: false });
  const onFocus = useCallback((index: number) => setCurrent({ index, byKey: false }), []);
  // oxlint-disable-next-line react/incompatible-library -- kept in this leaf, and nothing of it is handed to memoised children
  const virtualizer = useVirtualizer({
    count: Math.ceil(total / blockRows),
    getScrollElement: () => region.current,
    // Known before it stands: to draw the rows only once it has been measured is to draw the list twice.
    initialRect: { width: 0, height: regionHeight },
    estimateSize: () => blockRows * rowHeight,
    // What stands out of sight is drawn after what is seen.
    overscan: useDeferredValue(1, 0),
  });
  const rows = virtualizer.getVirtualItems().flatMap(({ index: block }) => rowsOf(block, total));
  const pages = [...new Set(rows.map((index) => Math.floor(index / targetSetMatches)))];
  const read = useQueries({ queries: pages.map((page) => targetMatchesQuery(connection, setId, q, page)) });
  const idAt = (index: number): string | undefined => {
    const of = pages.indexOf(Math.floor(index / targetSetMatches));
    return read[of]?.data?.deviceIds[index % targetSetMatches];
  };
  const stop = rows.includes(current.index) ? current.index : rows[0];
  const onKey = useCallback(
    (event: KeyboardEvent, index: number) => {
      const next = ways[event.key]?.(index, total - 1);
      if (next === undefined) return;
      event.preventDefault();
      virtualizer.scrollToIndex(Math.floor(next / blockRows));
      setCurrent({ index: next, byKey: true });
    },
    [total, virtualizer],
  );
  const said = { 'aria-label': t(($) => $.targets.idsOfList), 'aria-description': t(($) => $.targets.rowsHelp) };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
    <div ref={region} role="region" tabIndex={0} {...said} className={classes.rows}>
      <ul className={classes.rowList} style={{ height: total * rowHeight }}>
        {rows.map((index) => (
          <TargetRow
            key={index}
            index={index}
            start={index * rowHeight}
            total={total}
            deviceId={idAt(index)}
            takeOutLabel={t(($) => $.targets.takeOut, { id: idAt(index) ?? '…' })}
            onTakeOut={onTakeOut}
            stop={index !== stop ? 'none' : current.byKey && index === current.index ? 'focus' : 'tab'}
            onFocus={onFocus}
            onKey={onKey}
          />
        ))}
      </ul>
    </div>
  );
}

const rowsOf = (block: number, total: number) =>
  Array.from({ length: Math.min(blockRows, total - block * blockRows) }, (_, nth) => block * blockRows + nth);
