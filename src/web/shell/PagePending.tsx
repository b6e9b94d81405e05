import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Keeps the page's place while its first data is on the way. */
export function PagePending() {
  const { t } = useTranslation('common');
  return (
    <Stack gap="md" aria-busy="true" aria-label={t(($) => $.loading)}>
      <Skeleton height={28} width={220} />
      <Skeleton height={36} />
      <Skeleton height={320} />
    </Stack>
  );
}
