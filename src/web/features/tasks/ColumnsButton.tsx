import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layout } from '#shared/domain/saved-view.ts';
import { IconColumns } from '#web/ui/icons.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';

const ColumnsMenu = lazyPart(() => import('./ColumnsMenu.tsx').then((module) => module.ColumnsMenu));
const fetchMenu = () => void ColumnsMenu.prefetch();

type Props = { layout: Layout; onLayout(layout: Layout): void };

/** Opens the choice of columns, which is fetched when somebody reaches for it. */
export function ColumnsButton({ layout, onLayout }: Props) {
  const { t } = useTranslation('tasks');
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconColumns size={14} aria-hidden />}
      aria-haspopup="dialog"
      aria-expanded={false}
      onPointerEnter={fetchMenu}
      onFocus={fetchMenu}
      onClick={() => setWanted(true)}
    >
      {t(($) => $.layout.title)}
    </Button>
  );
  return wanted ? <ColumnsMenu button={button} layout={layout} onLayout={onLayout} meanwhile={button} /> : button;
}
