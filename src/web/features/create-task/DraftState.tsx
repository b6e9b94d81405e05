import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#web/i18n/use-formats.ts';
import type { Keeping } from './draft-keeper.ts';

/** Whether what was entered is saved, and since when. Said aloud only when it is not. */
export function DraftState({ keeping: { standing, savedAt } }: { keeping: Keeping }) {
  const { t } = useTranslation('drafts');
  const formats = useFormats();
  const isWell = standing === 'saved' || standing === 'saving' || standing === 'unsaved';
  if (standing === 'new') return null;
  return (
    <Text component="span" size="sm" {...(isWell ? { c: 'dimmed' } : { fw: 600 })}>
      {standing === 'saved' && savedAt !== null
        ? t(($) => $.state.saved, { time: formats.time(savedAt) })
        : t(($) => $.state[isWell ? 'saving' : 'notSaved'])}
    </Text>
  );
}
