import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import classes from './create-task.module.css';
import type { Draft } from './draft.ts';

type Props = { draft: Draft; devices: number; busy: boolean; onSubmit: () => void };

/** Says what will happen: "Upgrade 1,200 devices now". */
export function SubmitButton({ draft, devices, busy, onSubmit }: Props) {
  const { t } = useTranslation('create');
  const formats = useFormats();
  const time = draft.starts === 'later' && draft.startsAt !== null ? formats.dateTime(draft.startsAt) : null;
  const groups = t(($) => $.review.groups, { count: draft.groupIds.length });
  const label =
    draft.source === 'groups'
      ? time === null
        ? t(($) => $.review.submitGroupsNow, { groups })
        : t(($) => $.review.submitGroupsLater, { groups, time })
      : time === null
        ? t(($) => $.review.submitNow, { count: devices })
        : t(($) => $.review.submitLater, { count: devices, time });
  return (
    <Button
      onClick={onSubmit}
      loading={busy}
      size="md"
      className={classes.submit}
      classNames={{ label: classes.submitLabel ?? '' }}
    >
      {label}
    </Button>
  );
}
