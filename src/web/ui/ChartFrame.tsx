import { ActionIcon, Table } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './ChartFrame.module.css';
import { type Cell, csvOf } from './csv.ts';
import { IconChartAreaLine, IconDownload, IconPhoto, IconTable } from './icons.ts';
import { usePartLoader } from './part-loader.ts';
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
  const loader = usePartLoader();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const titleId = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const saveCsv = () =>
    saveFile(`${fileName}.csv`, new Blob([csvOf(table.columns, table.rows)], { type: 'text/csv;charset=utf-8' }));
  const savePicture = async () => {
    const { pictureOf } = await loader.fetched(() => import('./picture.ts'));
    if (!drawing.current) return;
    saveFile(`${fileName}.png`, await pictureOf(drawing.current));
  };
  return (
    <figure className={classes.frame} aria-labelledby={titleId}>
      <div className={classes.head}>
        <h3 id={titleId} className={classes.title}>
          {title}
        </h3>
        <div className={classes.tools}>
          {view === 'chart' ? (
            <Tool label={t(($) => $.chart.asTable)} of={title} glyph={IconTable} onClick={() => setView('table')} />
          ) : (
            <Tool
              label={t(($) => $.chart.asChart)}
              of={title}
              glyph={IconChartAreaLine}
              onClick={() => setView('chart')}
            />
          )}
          <Tool label={t(($) => $.chart.csv)} of={title} glyph={IconDownload} onClick={saveCsv} />
          {view === 'chart' && (
            <Tool label={t(($) => $.chart.png)} of={title} glyph={IconPhoto} onClick={() => void savePicture()} />
          )}
        </div>
      </div>
      <figcaption className={classes.sentence}>{sentence}</figcaption>
      {view === 'chart' ? (
        <div ref={drawing} aria-hidden className={classes.drawing}>
          {children}
        </div>
      ) : (
        <div
          className={classes.table}
          role="region"
          aria-labelledby={titleId}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
        >
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

type ToolProps = { label: string; of: string; glyph: typeof IconTable; onClick(): void };

const Tool = ({ label, of, glyph: Glyph, onClick }: ToolProps) => (
  <ActionIcon variant="subtle" color="gray" data-hint={label} aria-label={`${label}: ${of}`} onClick={onClick}>
    <Glyph size={16} aria-hidden />
  </ActionIcon>
);
