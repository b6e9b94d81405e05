import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExportFormat } from '#shared/domain/export-format.ts';
import classes from './ExportMenu.module.css';
import { IconDownload } from './icons.ts';
import { MenuButton } from './MenuButton.tsx';
import { takeFile } from './save-file.ts';

const formats = ['csv', 'excel', 'raw', 'json'] as const satisfies readonly ExportFormat[];

type Props = {
  /** What the file will hold, with its number: "1,200 devices". */
  what: string;
  /** What it is narrowed to, each in words: "Outcome: Failed". */
  filter: readonly string[];
  urlOf(format: ExportFormat): string;
};

/** Takes what the page shows as a file, in the format that its reader needs. The server streams it past the page. */
export function ExportMenu({ what, filter, urlOf }: Props) {
  const { t } = useTranslation('common');
  const narrowed = filter.length === 0 ? t(($) => $.export.all) : filter.join(t(($) => $.export.separator));
  const title = (
    <>
      <span className={classes.what}>{t(($) => $.export.of, { what })}</span>
      <span className={classes.filter}>{narrowed}</span>
    </>
  );
  const hints = { csv: 'csvHint', excel: 'excelHint', raw: 'rawHint', json: 'jsonHint' } as const;
  const entries = formats.map((format) => ({
    key: format,
    label: (
      <>
        <span className={classes.name}>{t(($) => $.export[format])}</span>
        <span className={classes.hint}>{t(($) => $.export[hints[format]])}</span>
      </>
    ),
    onSelect: () => takeFile(urlOf(format)),
  }));
  return (
    <MenuButton title={title} entries={entries} width={320}>
      <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
        {t(($) => $.export.button)}
      </Button>
    </MenuButton>
  );
}
