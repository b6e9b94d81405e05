import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holds } from '#shared/domain/roles.ts';
import type { Task } from '#shared/domain/task.ts';
import { usePerson } from '#web/api/use-person.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconNotes } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { TagList } from '#web/ui/TagList.tsx';
import { TicketLink } from '#web/ui/TicketLink.tsx';
import classes from './AnnotationLine.module.css';

const NoteDialog = lazyPart(() => import('./NoteDialog.tsx').then((module) => module.NoteDialog));

/** What people wrote down about a task, and the way to change it. */
export function AnnotationLine({ task }: { task: Task }) {
  const { t } = useTranslation('task');
  const [editing, setEditing] = useState(false);
  const { role } = usePerson();
  const { note, owner, tags, ticket } = task.annotation;
  const isEmpty = note === '' && owner === null && tags.length === 0 && ticket === null;
  const label = isEmpty ? t(($) => $.annotation.add) : t(($) => $.annotation.change);
  const icon = <IconNotes size={14} aria-hidden />;
  return (
    <section className={classes.line} aria-label={t(($) => $.annotation.title)}>
      {owner !== null && <span>{t(($) => $.annotation.ownedBy, { name: owner })}</span>}
      <TagList tags={tags} />
      <TicketLink ticket={ticket} />
      {note !== '' && <p className={classes.note}>{note}</p>}
      {holds(role, 'task.note') ? (
        <Button size="compact-xs" variant="subtle" leftSection={icon} onClick={() => setEditing(true)}>
          {label}
        </Button>
      ) : (
        <ActionButton size="compact-xs" variant="subtle" leftSection={icon} reason={t(($) => $.annotation.refused)}>
          {label}
        </ActionButton>
      )}
      {editing && <NoteDialog task={task} onClose={() => setEditing(false)} />}
    </section>
  );
}
