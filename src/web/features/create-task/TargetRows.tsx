import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
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

/** The ids of a kept list that can be seen; the others are not in the page, and are fetched when they come into sight. */
export function TargetRows({ connection, setId, q, total, onTakeOut }: Props) {
  const { t } = useTranslation('create');
  const [region, setRegion] = useState<HTMLElement | null>(null);
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
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
    <div ref={setRegion} role="region" tabIndex={0} aria-label={t(($) => $.targets.idsOfList)} className={classes.rows}>
      <ul className={classes.rowList} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <TargetRow
            key={index}
            index={index}
            start={start}
            total={total}
            deviceId={idAt(index)}
            onTakeOut={onTakeOut}
          />
        ))}
      </ul>
    </div>
  );
}
