import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeviceFilter } from './device-selection.ts';
import type { DeviceSelection } from './use-device-selection.ts';
import classes from './DroppedSelection.module.css';

type Props = { selection: DeviceSelection; onFilter(filter: DeviceFilter): void };

/** Says that a change of the filter let a selection go, and takes both back. */
export function DroppedSelection({ selection, onFilter }: Props) {
  const { t } = useTranslation('task');
  const { dropped } = selection;
  const undo = () => {
    if (dropped === null) return;
    selection.restore();
    onFilter(dropped.filter);
  };
  return (
    <div role="status" className={classes.notice} data-empty={dropped === null || undefined}>
      {dropped !== null && (
        <>
          <span>{t(($) => $.selection.cleared, { count: dropped.count })}</span>
          <Button variant="subtle" size="compact-sm" onClick={undo}>
            {t(($) => $.selection.undo)}
          </Button>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={selection.dismiss}>
            {t(($) => $.selection.dismiss)}
          </Button>
        </>
      )}
    </div>
  );
}
