import type { SavedDraft } from '#shared/domain/saved-draft.ts';
import type { GridColumn } from '#web/ui/DataGrid.tsx';
import classes from './DraftCard.module.css';

type Props = { row: SavedDraft; columns: readonly GridColumn<SavedDraft>[] };

/** A row of the list on a small screen: its name, what else there is to know, and what can be done. */
export function DraftCard({ row, columns }: Props) {
  const cell = (id: string) => columns.find((column) => column.id === id)?.cell(row);
  const facts = columns.filter(({ id }) => id !== 'name' && id !== 'actions');
  return (
    <div className={classes.card}>
      <div className={classes.name}>{cell('name')}</div>
      <dl className={classes.facts}>
        {facts.map((column) => (
          <div key={column.id} className={classes.fact}>
            <dt>{column.header}</dt>
            <dd>{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
      {cell('actions')}
    </div>
  );
}
