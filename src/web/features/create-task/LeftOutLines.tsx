import { Button, Collapse, Group, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import { IconDownload } from '#web/ui/icons.ts';
import { saveFile } from '#web/ui/save-file.ts';
import type { LeftOut } from './target-reading.ts';

/** The lines that are not sent, with their numbers, so that a person can mend the file; `count` says how many there are in all. */
export function LeftOutLines({ leftOut: { lines, csv }, count }: { leftOut: LeftOut; count: number }) {
  const { t } = useTranslation('create');
  const formats = useFormats();
  const [open, { toggle }] = useDisclosure(false);
  const download = () => saveFile('left-out-lines.csv', new Blob([csv], { type: 'text/csv;charset=utf-8' }));

  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={toggle} aria-expanded={open}>
          {t(($) => $.targets.showLeftOut)}
        </Button>
        <Button variant="default" size="xs" leftSection={<IconDownload size={16} />} onClick={download}>
          {t(($) => $.targets.download)}
        </Button>
      </Group>
      <Collapse expanded={open}>
        <Table.ScrollContainer minWidth={420}>
          <Table aria-label={t(($) => $.targets.leftOut)} striped withTableBorder>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={90}>{t(($) => $.targets.line)}</Table.Th>
                <Table.Th>{t(($) => $.targets.text)}</Table.Th>
                <Table.Th>{t(($) => $.targets.why)}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(open ? lines : []).map(({ line, text, why }) => (
                <Table.Tr key={line + text}>
                  <Table.Td>{formats.count(line)}</Table.Td>
                  <Table.Td ff="monospace">{text}</Table.Td>
                  <Table.Td>{why}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {count > lines.length && (
          <Text size="sm" c="dimmed" mt={4}>
            {t(($) => $.targets.more, { count: count - lines.length })}
          </Text>
        )}
      </Collapse>
    </Stack>
  );
}
