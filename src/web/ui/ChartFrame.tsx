import { ActionIcon, Table } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './ChartFrame.module.css';
import { type Cell, csvOf } from './csv.ts';
import { IconChartAreaLine, IconDownload, IconPhoto, IconTable } from './icons.ts';
import { saveFile } from './save-file.ts';

/** The figures behind a chart. Numbers are shown in the person's language and written plainly to the file. */
export type ChartTable = { columns: readonly string[]; rows: readonly (readonly Cell[])[] };

type Props = {
  title: string;
  /** What the chart says, in one sentence. */
  sentence: string;
  table: ChartTable;
  /** File name without extension. */
  fileName: string;
  /** The drawing. It is hidden from screen readers, who get the sentence and the table. */
  children: ReactNode;
};

/** Every chart: a title, a sentence, the figures as a table, and both as files. */
export function ChartFrame({ title, sentence, table, fileName, children }: Props) {
  const { t } = useTranslation('common');
  const formats = useFormats();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const titleId = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const saveCsv = () =>
    saveFile(`${fileName}.csv`, new Blob([csvOf(table.columns, table.rows)], { type: 'text/csv;charset=utf-8' }));
  const savePicture = async () => {
    if (!drawing.current) return;
    const { pictureOf } = await import('./picture.ts');
    saveFile(`${fileName}.png`, await pictureOf(drawing.current));
  };
  const tool = (label: string, Glyph: typeof IconTable, act: () => void) => (
    <ActionIcon variant="subtle" color="gray" data-hint={label} aria-label={`${label}: ${title}`} onClick={act}>
      <Glyph size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    <figure className={classes.frame} aria-labelledby={titleId}>
      <div className={classes.head}>
        <h3 id={titleId} className={classes.title}>
          {title}
        </h3>
        <div className={classes.tools}>
          {view === 'chart'
            ? tool(
                t(($) => $.chart.asTable),
                IconTable,
                () => setView('table'),
              )
            : tool(
                t(($) => $.chart.asChart),
                IconChartAreaLine,
                () => setView('chart'),
              )}
          {tool(
            t(($) => $.chart.csv),
            IconDownload,
            saveCsv,
          )}
          {view === 'chart' &&
            tool(
              t(($) => $.chart.png),
              IconPhoto,
              () => void savePicture(),
            )}
        </div>
      </div>
      <figcaption className={classes.sentence}>{sentence}</figcaption>
      {view === 'chart' ? (
        <div ref={drawing} aria-hidden className={classes.drawing}>
          {children}
        </div>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
        <div className={classes.table} role="region" aria-labelledby={titleId} tabIndex={0}>
          <Table aria-labelledby={titleId} stickyHeader>
            <Table.Thead>
              <Table.Tr>
                {table.columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {table.rows.map((row, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- rows have no other identity and never move
                <Table.Tr key={index}>
                  {row.map((cell, column) => (
                    <Table.Td key={table.columns[column]}>
                      {typeof cell === 'number' ? <span className="figures">{formats.count(cell)}</span> : cell}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </figure>
  );
}
