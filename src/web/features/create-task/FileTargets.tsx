import { Alert, Button, FileButton, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takesWorkbook, type WorkbookKind, workbookLimits, workbookTemplates } from '#shared/domain/workbook.ts';
import { templateUrl, uploadWorkbookMutation } from '#web/api/workbooks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconDownload, IconUpload } from '#web/ui/icons.ts';
import { takeFile } from '#web/ui/save-file.ts';
import classes from './create-task.module.css';
import { DropZone } from './DropZone.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import { RejectedRows } from './RejectedRows.tsx';
import type { StepProps } from './step-props.ts';

/** Devices from a workbook: the template to take, the file to give, and what was found in it. */
export function FileTargets(props: StepProps) {
  const { kind } = props.draft;
  // Findings belong to a kind: with another one they start anew.
  return takesWorkbook(kind) ? <WorkbookPanel key={kind} {...props} kind={kind} /> : null;
}

function WorkbookPanel({ connection, kind, draft, change }: StepProps & { kind: WorkbookKind }) {
  const { t, i18n } = useTranslation(['create', 'input']);
  const formats = useFormats();
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useMutation(uploadWorkbookMutation(connection, kind));
  const { isVerified, columns } = workbookTemplates[kind];
  const { workbook } = draft;
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';

  const give = (file: File | null | undefined) => {
    if (!file) return;
    upload.reset();
    setTooLarge(file.size > workbookLimits.bytes);
    // What was there before is not sent in place of one that is refused.
    change({ workbook: null });
    if (file.size > workbookLimits.bytes) return;
    upload.mutate(file, { onSuccess: (report) => change({ workbook: report.workbook }) });
  };

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm">{t(($) => $.file.help)}</Text>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} />}
          onClick={() => takeFile(templateUrl(kind, language))}
        >
          {t(($) => $.file.template)}
        </Button>
      </Group>
      <Table.ScrollContainer minWidth={300}>
        <Table aria-label={t(($) => $.file.columns)} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t(($) => $.file.column)}</Table.Th>
              <Table.Th className={classes.oneLine}>{t(($) => $.file.required)}</Table.Th>
              <Table.Th>{t(($) => $.file.meaning)}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map(({ name, required, meaning }) => (
              <Table.Tr key={name}>
                <Table.Td ff="monospace">{name}</Table.Td>
                <Table.Td>{required ? t(($) => $.file.yes) : t(($) => $.file.no)}</Table.Td>
                <Table.Td>{meaning[language]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!isVerified && (
        <Text size="sm" c="dimmed">
          {t(($) => $.file.unverified)}
        </Text>
      )}
      <DropZone
        onFile={give}
        said={<Text size="sm">{workbook === null ? t(($) => $.file.dropHere) : workbook.fileName}</Text>}
        actions={
          <FileButton onChange={give} accept=".xlsx">
            {(button) => (
              <Button
                {...button}
                variant="default"
                size="xs"
                loading={upload.isPending}
                leftSection={<IconUpload size={16} />}
              >
                {workbook === null ? t(($) => $.file.choose) : t(($) => $.file.replace)}
              </Button>
            )}
          </FileButton>
        }
      />
      <Stack gap={4} role="status" aria-live="polite">
        {upload.isPending && <Text size="sm">{t(($) => $.file.checking)}</Text>}
        {workbook !== null && (
          <Group gap={6} wrap="nowrap">
            <IconCircleCheckFilled size={18} className={classes.good} aria-hidden />
            <Text size="sm" fw={600}>
              {t(($) => $.file.good, { count: workbook.rows })}{' '}
              {t(($) => $.file.keptUntil, { time: formats.dateTime(workbook.expiresAt) })}
            </Text>
          </Group>
        )}
      </Stack>
      {tooLarge && (
        <Alert color="red" variant="outline" icon={<IconAlertTriangleFilled size={18} />} role="alert">
          {t(($) => $.input.workbook_too_large, { ns: 'input' })}
        </Alert>
      )}
      {upload.error && <FailurePanel error={upload.error} />}
      {upload.data !== undefined && upload.data.problemCount > 0 && <RejectedRows report={upload.data} />}
    </Stack>
  );
}
