import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { longestNote } from '#shared/domain/annotation.ts';
import { holds } from '#shared/domain/roles.ts';
import { errorNotesQuery, writeNoteMutation } from '#web/api/error-notes.ts';
import { failureOf } from '#web/api/problem.ts';
import { usePerson } from '#web/api/use-person.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { IconPencil } from '#web/ui/icons.ts';
import parts from '#web/ui/parts.module.css';
import classes from './FailuresOfGroup.module.css';

/** What people of this console wrote about a code, and the way to write it. */
export function CodeNote({ code }: { code: string }) {
  const { t } = useTranslation('dictionary');
  const refusals = useTranslation('errors').t;
  const formats = useFormats();
  const { role } = usePerson();
  const { data } = useQuery(errorNotesQuery());
  const [typed, setTyped] = useState<string | null>(null);
  const write = useMutation({ ...writeNoteMutation(), onSuccess: () => setTyped(null) });
  // The button and the field take each other's place, and the focus goes along.
  const place = useRef<HTMLDivElement>(null);
  const isOpen = typed !== null;
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current !== isOpen) place.current?.querySelector<HTMLElement>('textarea, button')?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const note = data?.notes.find((known) => known.code === code);
  const whyNot = holds(role, 'error.note') ? null : refusals(($) => $.refusal.not_permitted);
  if (typed !== null) {
    const over = typed.trim().length - longestNote;
    return (
      <div ref={place}>
        <form
          className={classes.plan}
          onSubmit={(event) => {
            event.preventDefault();
            if (over <= 0) write.mutate({ code, text: typed.trim() });
          }}
        >
          <Textarea
            label={t(($) => $.note.field, { code })}
            description={t(($) => $.note.help)}
            error={over > 0 && t(($) => $.note.wrong, { most: longestNote, count: over })}
            rows={3}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {write.error && <ErrorPanel failure={failureOf(write.error)} />}
          <div className={classes.actions}>
            <Button type="submit" size="xs" loading={write.isPending}>
              {t(($) => $.note.save)}
            </Button>
            <Button variant="default" size="xs" onClick={() => setTyped(null)}>
              {t(($) => $.note.cancel)}
            </Button>
          </div>
        </form>
      </div>
    );
  }
  return (
    <div ref={place}>
      {note && (
        <blockquote className={classes.note}>
          {note.text}
          <footer className={parts.small}>
            {t(($) => $.note.by, { name: note.by, when: formats.dateTime(note.at) })}
          </footer>
        </blockquote>
      )}
      <ActionButton
        variant="subtle"
        size="compact-sm"
        reason={whyNot}
        leftSection={<IconPencil size={14} aria-hidden />}
        onClick={() => setTyped(note?.text ?? '')}
      >
        {note ? t(($) => $.note.change) : t(($) => $.note.write)}
      </ActionButton>
    </div>
  );
}
