import { Card, DataList, Title } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Space } from '#shared/domain/catalogue.ts';
import classes from './create-task.module.css';
import type { Draft } from './draft.ts';
import { useSummary } from './use-summary.ts';

type Props = { connection: string; draft: Draft; devices: number; spaces: Space[] };

/** What has been chosen so far, in sight on every step. */
export const SummaryCard = memo(function SummaryCard(props: Props) {
  const { t } = useTranslation('create');
  const rows = useSummary(props);
  return (
    <Card withBorder padding="lg" className={classes.surface}>
      <Title order={2} size="h5" mb="sm">
        {t(($) => $.summary.title)}
      </Title>
      <DataList>
        {rows.map(({ label, value }) => (
          <DataList.Item key={label}>
            <DataList.ItemLabel>{label}</DataList.ItemLabel>
            <DataList.ItemValue>{value}</DataList.ItemValue>
          </DataList.Item>
        ))}
      </DataList>
    </Card>
  );
});
