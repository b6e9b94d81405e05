import { Button, FileButton, Group, Paper, Select, Stack, Text, Textarea } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconTrash, IconUpload } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import { LeftOutLines } from './LeftOutLines.tsx';
import { decodeText, type Encoding, type TargetList } from './read-targets.ts';
import type { StepProps } from './step-props.ts';
import { TargetSummary } from './TargetSummary.tsx';

const mostBytes = 10_000_000;

/** Device ids pasted or from a file, with what was left out and on which line it stands. */
export function ListTargets({ draft, change, list }: StepProps & { list: TargetList }) {
  const { t } = useTranslation('create');
  const [over, setOver] = useState(false);
  const [encoding, setEncoding] = useState<Encoding | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const read = async (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > mostBytes) return setRefusal(t(($) => $.targets.fileTooLarge));
    try {
      const decoded = decodeText(await file.arrayBuffer());
      setRefusal(null);
      setEncoding(decoded.encoding);
      change({ listText: decoded.text, listName: file.name, listColumn: null });
    } catch {
      setRefusal(t(($) => $.targets.fileUnreadable));
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  };
  const encodingText = encoding === 'gb18030' ? t(($) => $.targets.encodingGb18030) : t(($) => $.targets.encodingUtf8);

  return (
    <Stack gap="md">
      <Paper
        withBorder
        p="md"
        className={classes.dropZone}
        data-over={over || false}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Group justify="space-between">
          <Text size="sm">
            {draft.listName === null
              ? t(($) => $.targets.dropHere)
              : t(($) => $.targets.file, { name: draft.listName, encoding: encodingText })}
          </Text>
          <Group gap="xs">
            <FileButton onChange={(file) => void read(file)} accept=".csv,.txt,.tsv,text/csv,text/plain">
              {(props) => (
                <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={16} />}>
                  {t(($) => $.targets.chooseFile)}
                </Button>
              )}
            </FileButton>
            {draft.listName !== null && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconTrash size={16} />}
                onClick={() => change({ listText: '', listName: null, listColumn: null })}
              >
                {t(($) => $.targets.removeFile)}
              </Button>
            )}
          </Group>
        </Group>
        {refusal !== null && (
          <Text size="sm" role="alert" className={classes.problem} mt="xs">
            {refusal}
          </Text>
        )}
      </Paper>
      {draft.listName === null && (
        <Textarea
          label={t(($) => $.targets.paste)}
          description={t(($) => $.targets.pasteHelp)}
          value={draft.listText}
          onChange={(event) => change({ listText: event.currentTarget.value, listColumn: null })}
          rows={8}
          spellCheck={false}
          classNames={{ input: classes.ids ?? '' }}
        />
      )}
      {list.columns.length > 1 && (
        <Select
          label={t(($) => $.targets.column)}
          allowDeselect={false}
          data={list.columns.map((name, at) => ({
            value: String(at),
            label: t(($) => $.targets.columnName, { at: at + 1, name }),
          }))}
          value={String(list.column)}
          onChange={(column) => column !== null && change({ listColumn: Number(column) })}
          maw={360}
        />
      )}
      <TargetSummary list={list} />
      {list.rejects.length + list.duplicates.length > 0 && <LeftOutLines list={list} />}
    </Stack>
  );
}
