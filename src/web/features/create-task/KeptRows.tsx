import { Alert, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { targetMatchesQuery } from '#web/api/target-sets.ts';
import { TargetRows } from './TargetRows.tsx';

type Props = {
  connection: string;
  setId: string;
  /** What the ids are to have in them; empty: all of them. */
  q: string;
  /** Takes a device out of the list; null where nothing can be taken out. */
  onTakeOut: ((deviceId: string) => void) | null;
};

/**
 * How many devices of a kept list there are, and which. Apart from what can be done with the list: where an answer comes while
 * React draws in slices what asked for it, it draws all of that again, at one stretch.
 */
export const KeptRows = memo(function KeptRows({ connection, setId, q, onTakeOut }: Props) {
  const { t } = useTranslation('create');
  const first = useQuery(targetMatchesQuery(connection, setId, q, 0));
  // The rows are drawn in slices, so that the page reacts while a long list appears.
  const matches = useDeferredValue(first.data);
  if (first.error)
    return (
      <Alert color="red" variant="outline" role="alert">
        {t(($) => $.targets.listGone)}
      </Alert>
    );
  if (matches === undefined) return <Skeleton height={288} />;
  return (
    <>
      <Text size="sm" c="dimmed" role="status">
        {q === ''
          ? t(($) => $.targets.devices, { count: matches.total })
          : t(($) => $.targets.found, { count: matches.total })}
      </Text>
      {matches.total > 0 && (
        <TargetRows key={q} connection={connection} setId={setId} q={q} total={matches.total} onTakeOut={onTakeOut} />
      )}
    </>
  );
});
