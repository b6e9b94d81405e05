import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '#web/ui/Confirm.tsx';

/** Throws a draft away, once a person has confirmed it. */
export function DiscardButton({ onDiscard }: { onDiscard: () => void }) {
  const { t } = useTranslation('create');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
        {t(($) => $.discard)}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.discardTitle)}
        confirmLabel={t(($) => $.discard)}
        danger
        onConfirm={onDiscard}
      >
        <Text size="sm">{t(($) => $.discardBody)}</Text>
      </Confirm>
    </>
  );
}
