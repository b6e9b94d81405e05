import { useTranslation } from 'react-i18next';
import type { Look } from '#web/ui/looks.ts';
import { StatusBadge } from '#web/ui/StatusBadge.tsx';

const open: Look = { tone: 'good', icon: 'circle-check-filled' };
const closed: Look = { tone: 'halted', icon: 'lock' };

/** Whether a person may sign in. */
export function AccessBadge({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation('session');
  return (
    <StatusBadge
      look={disabled ? closed : open}
      label={disabled ? t(($) => $.people.disabled) : t(($) => $.people.active)}
    />
  );
}
