import { Button, type ButtonProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const ImportDialog = lazyPart(() => import('./ImportDialog.tsx').then((module) => module.ImportDialog));

/** The way to a draft of a request that a person has as JSON. */
export function ImportButton({ connection, ...look }: { connection: string } & Pick<ButtonProps, 'variant' | 'size'>) {
  const { t } = useTranslation('drafts');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...look} onClick={() => setOpen(true)}>
        {t(($) => $.import.open)}
      </Button>
      {open && <ImportDialog connection={connection} onClose={() => setOpen(false)} />}
    </>
  );
}
