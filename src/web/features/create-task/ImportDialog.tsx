import { Alert, Button, FileButton, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ClipboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostRequestBytes, type RequestProblem } from '#shared/domain/brought.ts';
import { requestIn } from '#shared/domain/request-text.ts';
import { failureOf } from '#web/api/problem.ts';
import { readRequestMutation } from '#web/api/requests.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FormDialog } from '#web/ui/FormDialog.tsx';
import { IconTrash, IconUpload } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import { DropZone } from './DropZone.tsx';
import { useBeginRead } from './use-begin-read.ts';

/** Longer texts are read and not shown: laying them out would make the page wait. */
const mostShown = 100_000;

/** A text that is not in the field. */
type Apart = { name: string; text: string };

/** Makes a draft of the JSON of a request, bare or in a curl command. Only the JSON leaves the page. */
export function ImportDialog({ connection, onClose }: { connection: string; onClose: () => void }) {
  const { t } = useTranslation(['drafts', 'input']);
  const formats = useFormats();
  const [text, setText] = useState('');
  const [apart, setApart] = useState<Apart | null>(null);
  const [problems, setProblems] = useState<readonly RequestProblem[]>([]);
  const [cannot, setCannot] = useState<'fileUnreadable' | 'noRoom' | null>(null);
  const read = useMutation(readRequestMutation());
  const begin = useBeginRead(connection);
  const field = useRef<HTMLTextAreaElement>(null);

  const take = (next: string, name: string | null) => {
    setProblems([]);
    setCannot(null);
    read.reset();
    const isLong = next.length > mostShown;
    setText(isLong ? '' : next);
    setApart(isLong ? { name: name ?? t(($) => $.import.pasted), text: next } : null);
  };
  const takeFile = async (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > mostRequestBytes) return setProblems([{ code: 'text_too_large' }]);
    try {
      take(await file.text(), file.name);
    } catch {
      setCannot('fileUnreadable');
    }
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.length <= mostShown) return;
    event.preventDefault();
    take(pasted, null);
  };
  const refuse = (found: readonly RequestProblem[]) => {
    setProblems(found);
    const place = found.find(({ line }) => line !== undefined);
    field.current?.focus();
    if (place !== undefined) field.current?.setSelectionRange(...rangeOf(text, place));
  };
  const submit = () => {
    const found = requestIn(apart?.text ?? text);
    if ('problem' in found) return refuse([found.problem]);
    setProblems([]);
    read.mutate(
      { connection, body: found.body },
      {
        onSuccess: (brought) => void begin(brought).then((isBegun) => isBegun || setCannot('noRoom')),
        onError: (error) => {
          const failure = failureOf(error);
          if (failure.code === 'request_refused') refuse(failure.data.problems);
        },
      },
    );
  };
  const words = problems.map(({ code, at = '', line = 0, column = 0 }) =>
    t(($) => $.request[code], {
      ns: 'input',
      at: code === 'too_many_targets' ? formats.count(Number(at)) : at,
      line,
      column,
    }),
  );
  const failure = read.error === null ? null : failureOf(read.error);
  return (
    <FormDialog
      title={t(($) => $.import.title)}
      size="lg"
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t(($) => $.import.begin)}
      busy={read.isPending}
    >
      <Text size="sm">{t(($) => $.import.help)}</Text>
      {apart === null ? (
        <Textarea
          ref={field}
          label={t(($) => $.import.text)}
          value={text}
          onChange={(event) => take(event.currentTarget.value, null)}
          onPaste={paste}
          rows={12}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          classNames={{ input: classes.ids ?? '' }}
          error={words.length > 0 && words.join(' ')}
        />
      ) : (
        <div>
          <Text size="sm">
            {t(($) => $.import.isLong, {
              name: apart.name,
              size: formats.count(Math.ceil(apart.text.length / 100_000) / 10),
            })}
          </Text>
          {words.length > 0 && (
            <Text size="sm" role="alert" className={classes.problem} mt="xs">
              {words.join(' ')}
            </Text>
          )}
        </div>
      )}
      <DropZone
        onFile={(file) => void takeFile(file)}
        said={<Text size="sm">{t(($) => $.import.dropHere)}</Text>}
        actions={
          <>
            <FileButton onChange={(file) => void takeFile(file)} accept=".json,.txt,.sh,application/json,text/plain">
              {(props) => (
                <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={16} aria-hidden />}>
                  {t(($) => $.import.chooseFile)}
                </Button>
              )}
            </FileButton>
            {apart !== null && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconTrash size={16} aria-hidden />}
                onClick={() => take('', null)}
              >
                {t(($) => $.import.removeFile)}
              </Button>
            )}
          </>
        }
      />
      {cannot !== null && (
        <Alert color="red" variant="outline" role="alert">
          {t(($) => $.import[cannot])}
        </Alert>
      )}
      {failure !== null && failure.code !== 'request_refused' && <ErrorPanel failure={failure} />}
    </FormDialog>
  );
}

/** The character at a place, to be marked in the field. */
function rangeOf(text: string, { line = 1, column = 1 }: RequestProblem): [from: number, to: number] {
  const lines = text.split('\n').slice(0, line - 1);
  const from = lines.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return [from, Math.min(from + 1, text.length)];
}
