import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import classes from './create-task.module.css';
import { type Draft, setOf } from './draft.ts';

type Props = {
  draft: Draft;
  devices: number;
  /** Why it cannot be pressed now; null when it can. */
  reason: string | null;
  busy: boolean;
  onSubmit: () => void;
};

/** Says what will happen: "Upgrade 1,200 devices now". */
export function SubmitButton({ draft, devices, reason, busy, onSubmit }: Props) {
  const { t } = useTranslation('create');
  const formats = useFormats();
  const time = draft.starts === 'later' && draft.startsAt !== null ? formats.dateTime(draft.startsAt) : null;
  const targets =
    draft.source === 'groups' && setOf(draft) === null
      ? t(($) => $.review.devicesOf, { groups: t(($) => $.review.groups, { count: draft.groupIds.length }) })
      : t(($) => $.targets.devices, { count: devices });
  const action = t(($) => $.review.action[draft.kind], { targets });
  return (
    <ActionButton
      reason={reason}
      onClick={onSubmit}
      loading={busy}
      size="md"
      {...(rulesOf(draft.kind).isGrave ? { color: 'red' } : {})}
      className={classes.submit}
      classNames={{ label: classes.submitLabel ?? '' }}
    >
      {time === null ? t(($) => $.review.submitNow, { action }) : t(($) => $.review.submitLater, { action, time })}
    </ActionButton>
  );
}
