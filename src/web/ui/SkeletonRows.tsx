import { Skeleton } from '@mantine/core';
import classes from './DataGrid.module.css';

const rows = [0, 1, 2, 3, 4, 5, 6, 7];

/** Keeps the table's place while its first rows are on their way. Shows itself only after a moment. */
export function SkeletonRows({ columns }: { columns: number }) {
  return rows.map((row) => (
    <tr key={row} role="row" aria-hidden className={classes.skeleton}>
      {Array.from({ length: columns }, (_, column) => (
        <td key={column} role="cell">
          <Skeleton height={12} width={column % 3 === 0 ? '70%' : '50%'} my={10} />
        </td>
      ))}
    </tr>
  ));
}
