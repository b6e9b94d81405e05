import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, startTransition, useCallback, useState } from 'react';
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
  const [region, setRegion] = useState<HTMLElement | null>(null);
  // The rows are a task of their own, after the one that makes room for them.
  const takeRegion = useCallback((element: HTMLElement | null) => startTransition(() => setRegion(element)), []);
  // The list is one stop of the Tab key, or nobody would come past 30,000 buttons.
  const [current, setCurrent] = useState({ index: 0, byKey: false });
  const onFocus = useCallback((index: number) => setCurrent({ index, byKey: false }), []);
  // oxlint-disable-next-line react/incompatible-library -- kept in this leaf, and nothing of it is handed to memoised children
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => region,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  const items = virtualizer.getVirtualItems();
  const pages = [...new Set(items.map(({ index }) => Math.floor(index / targetSetMatches)))];
  const read = useQueries({ queries: pages.map((page) => targetMatchesQuery(connection, setId, q, page)) });
  const idAt = (index: number): string | undefined => {
    const of = pages.indexOf(Math.floor(index / targetSetMatches));
    return read[of]?.data?.deviceIds[index % targetSetMatches];
  };
  const stop = items.some(({ index }) => index === current.index) ? current.index : items[0]?.index;
  const onKey = useCallback(
    (event: KeyboardEvent, index: number) => {
      const next = ways[event.key]?.(index, total - 1);
      if (next === undefined) return;
      event.preventDefault();
      virtualizer.scrollToIndex(next);
      setCurrent({ index: next, byKey: true });
    },
    [total, virtualizer],
  );
  const said = { 'aria-label': t(($) => $.targets.idsOfList), 'aria-description': t(($) => $.targets.rowsHelp) };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
    <div ref={takeRegion} role="region" tabIndex={0} {...said} className={classes.rows}>
      <ul className={classes.rowList} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <TargetRow
            key={index}
            index={index}
            start={start}
            total={total}
            deviceId={idAt(index)}
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
