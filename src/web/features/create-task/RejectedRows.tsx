import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkbookReport } from '#shared/domain/workbook.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { csvOf } from '#web/ui/csv.ts';
import { IconAlertTriangleFilled, IconDownload } from '#web/ui/icons.ts';
import { saveFile } from '#web/ui/save-file.ts';

const shown = 100;

/** The rows of a workbook that must be mended, with their numbers in the sheet. */
export function RejectedRows({ report }: { report: WorkbookReport }) {
  const { t } = useTranslation('create');
  const formats = useFormats();
  const { problems, problemCount } = report;
  const header = [t(($) => $.file.row), t(($) => $.file.column), t(($) => $.targets.text), t(($) => $.targets.why)];
  const download = () => {
    const rows = problems.map(({ row, column, text, code }) => [row, column, text, t(($) => $.file.problem[code])]);
    saveFile('rejected-rows.csv', new Blob([csvOf(header, rows)], { type: 'text/csv;charset=utf-8' }));
  };
  return (
    <Stack gap="xs">
      <Alert color="red" variant="outline" icon={<IconAlertTriangleFilled size={18} />} role="alert">
        {t(($) => $.file.bad, { count: problemCount })}
      </Alert>
      <Group>
        <Button variant="default" size="xs" leftSection={<IconDownload size={16} />} onClick={download}>
          {t(($) => $.file.download, { count: problems.length })}
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={420}>
        <Table aria-label={t(($) => $.file.rejected)} striped withTableBorder>
          <Table.Thead>
            <Table.Tr>
              {header.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.slice(0, shown).map(({ row, column, code, text }) => (
              <Table.Tr key={`${row} ${column} ${code}`}>
                <Table.Td>{formats.count(row)}</Table.Td>
                <Table.Td ff="monospace">{column}</Table.Td>
                <Table.Td ff="monospace">{text}</Table.Td>
                <Table.Td>{t(($) => $.file.problem[code])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {problemCount > shown && (
        <Text size="sm" c="dimmed">
          {t(($) => $.file.more, { count: problemCount - shown })}
        </Text>
      )}
    </Stack>
  );
}
