import { Button, FileButton, Group, Loader, Select, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ClipboardEvent, startTransition, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '#shared/domain/create.ts';
import { readTargetSet } from '#web/api/target-sets.ts';
import { IconPencil, IconTrash, IconUpload } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import { newSet, withSet } from './draft.ts';
import { DropZone } from './DropZone.tsx';
import { KeptList } from './KeptList.tsx';
import { LeftOutLines } from './LeftOutLines.tsx';
import type { TargetList } from './read-targets.ts';
import type { StepProps } from './step-props.ts';
import { isEditable, leftOutOf, type Source } from './target-reading.ts';
import type { ReadFailure } from './target-reader.ts';
import type { KeptReading } from './target-worker.ts';
import { TargetSummary } from './TargetSummary.tsx';
import { useReadingWords, useTargetReader } from './use-target-reader.ts';

/** What a workbook of 30,000 devices with a dozen columns does not need. */
const mostBytes = 10_000_000;

/** Device ids pasted or from a file, with what was left out and on which line it stands. Long lists are kept by the console. */
export function ListTargets({ connection, draft, change, list }: StepProps & { list: TargetList }) {
  const { t } = useTranslation('create');
  const queryClient = useQueryClient();
  const reader = useTargetReader(connection);
  const words = useReadingWords();
  const [refusal, setRefusal] = useState<ReadFailure | null>(null);
  /** What the file or the text said, for as long as the page is open. */
  const [reading, setReading] = useState<KeptReading | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const read = useRef<{ file: File } | { text: string } | null>(null);
  const set = draft.sets.list;

  const take = async (from: { file: File } | { text: string }, column: number | null) => {
    const name = 'file' in from ? from.file.name : null;
    if ('file' in from && from.file.size > mostBytes) return setRefusal('too_large');
    let source: Source;
    try {
      source = 'file' in from ? { bytes: await from.file.arrayBuffer() } : from;
    } catch {
      return setRefusal('not_a_workbook');
    }
    const answer = await reader.read(source, column);
    if ('failure' in answer) return setRefusal(answer.failure);
    read.current = from;
    // A transition is drawn in slices, so that the page reacts while the list appears.
    startTransition(() => {
      setRefusal(null);
      setEditing(null);
      setReading(answer.reading);
      const { text, setId, devices, over: more, duplicates, rejects } = answer.reading;
      const counts = { over: more, duplicates, rejects };
      const kept = setId === null ? null : newSet({ id: setId, devices }, { name, ...counts });
      change({
        listText: text ?? '',
        listName: name,
        listColumn: column,
        ...withSet({ ...draft, source: 'list' }, kept),
      });
    });
  };
  const takeFile = (file: File | null | undefined) => file && void take({ file }, null);
  // A text of thousands of lines is never put into the field: laying it out alone would make the page wait.
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (isEditable(text)) return;
    event.preventDefault();
    // To take it out of the clipboard is a long task by itself; the page may react before the rest.
    setTimeout(() => void take({ text: draft.listText === '' ? text : `${draft.listText}\n${text}` }, null));
  };
  const startOver = () => {
    read.current = null;
    setReading(null);
    setRefusal(null);
    setEditing(null);
    change({ listText: '', listName: null, listColumn: null, ...withSet({ ...draft, source: 'list' }, null) });
  };
  const edit = async () => {
    if (set === null) return;
    setEditing((await readTargetSet(queryClient, connection, set.id)).join('\n'));
  };
  const encoding = reading?.encoding ?? null;
  const encodingText =
    encoding === null
      ? ''
      : {
          gb18030: t(($) => $.targets.encodingGb18030),
          'utf-8': t(($) => $.targets.encodingUtf8),
          xlsx: t(($) => $.targets.encodingXlsx),
        }[encoding];
  const columns = set === null ? list : (reading ?? { columns: [], column: 0 });
  const leftOut = set === null ? leftOutOf(list, words) : (reading?.leftOut ?? { lines: [], csv: '' });
  const counts =
    set === null
      ? {
          devices: Math.min(list.deviceIds.length, limits.devices),
          over: Math.max(0, list.deviceIds.length - limits.devices),
          duplicates: list.duplicates.length,
          rejects: list.rejects.length,
        }
      : set;

  return (
    <Stack gap="md">
      <DropZone
        onFile={takeFile}
        said={
          <>
            {reader.busy && <Loader size="xs" />}
            <Text size="sm" role="status">
              {reader.busy
                ? t(($) => $.targets.reading)
                : draft.listName === null
                  ? t(($) => $.targets.dropHere)
                  : [draft.listName, encodingText].filter((part) => part !== '').join(' · ')}
            </Text>
          </>
        }
        actions={
          <>
            <FileButton onChange={takeFile} accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain">
              {(props) => (
                <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={16} />}>
                  {t(($) => $.targets.chooseFile)}
                </Button>
              )}
            </FileButton>
            {draft.listName !== null && set === null && (
              <Button variant="default" size="xs" leftSection={<IconTrash size={16} />} onClick={startOver}>
                {t(($) => $.targets.removeFile)}
              </Button>
            )}
          </>
        }
      >
        {refusal !== null && (
          <Text size="sm" role="alert" className={classes.problem} mt="xs">
            {
              {
                too_large: t(($) => $.targets.fileTooLarge),
                not_a_workbook: t(($) => $.targets.fileUnreadable),
                not_kept: t(($) => $.targets.notKept),
              }[refusal]
            }
          </Text>
        )}
      </DropZone>
      {columns.columns.length > 1 && (
        <Select
          label={t(($) => $.targets.column)}
          allowDeselect={false}
          data={columns.columns.map((name, at) => ({
            value: String(at),
            label: t(($) => $.targets.columnName, { at: at + 1, name }),
          }))}
          value={String(columns.column)}
          onChange={(column) => {
            if (column === null) return;
            if (set === null) change({ listColumn: Number(column) });
            else if (read.current !== null) void take(read.current, Number(column));
          }}
          maw={360}
        />
      )}
      {editing !== null ? (
        <>
          <Textarea
            label={t(($) => $.targets.paste)}
            value={editing}
            onChange={(event) => setEditing(event.currentTarget.value)}
            rows={12}
            spellCheck={false}
            classNames={{ input: classes.ids ?? '' }}
          />
          <Group gap="xs">
            <Button size="xs" loading={reader.busy} onClick={() => void take({ text: editing }, null)}>
              {t(($) => $.targets.useText)}
            </Button>
            <Button size="xs" variant="default" onClick={() => setEditing(null)}>
              {t(($) => $.targets.leaveText)}
            </Button>
          </Group>
        </>
      ) : set !== null ? (
        <KeptList
          connection={connection}
          set={set}
          onSet={(next) => (next === null ? startOver() : change(withSet({ ...draft, source: 'list' }, next)))}
          actions={
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPencil size={16} aria-hidden />}
              onClick={() => void edit()}
            >
              {t(($) => $.targets.editText)}
            </Button>
          }
        />
      ) : (
        <>
          {draft.listName === null && (
            <Textarea
              label={t(($) => $.targets.paste)}
              description={t(($) => $.targets.pasteHelp)}
              value={draft.listText}
              onPaste={paste}
              onChange={({ currentTarget: { value } }) =>
                isEditable(value) ? change({ listText: value, listColumn: null }) : void take({ text: value }, null)
              }
              rows={8}
              spellCheck={false}
              classNames={{ input: classes.ids ?? '' }}
            />
          )}
          <TargetSummary counts={counts} />
        </>
      )}
      {counts.rejects + counts.duplicates > 0 && leftOut.lines.length > 0 && (
        <LeftOutLines leftOut={leftOut} count={counts.rejects + counts.duplicates} />
      )}
    </Stack>
  );
}
