import { Button, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundDevice } from '#shared/domain/device.ts';
import { deviceSearchQuery } from '#web/api/devices.ts';
import { failureOf } from '#web/api/problem.ts';
import { DataGrid } from '#web/ui/DataGrid.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import { IconSearch } from '#web/ui/icons.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { useConsoleTime } from '#web/ui/use-now.ts';
import parts from '#web/ui/parts.module.css';
import classes from './DevicesPage.module.css';
import { FoundDeviceCard } from './FoundDeviceCard.tsx';
import { useFoundColumns } from './use-found-columns.tsx';

type Props = { connection: string; q: string; onSearch(q: string): void };

/** Finds devices by what people have at hand: an ID or its beginning, a node ID, a name. */
export function DevicesPage({ connection, q, onSearch }: Props) {
  const { t } = useTranslation('devices');
  const columns = useFoundColumns(connection);
  const search = useQuery(deviceSearchQuery(connection, q));
  const { data, error, isFetching, isPlaceholderData, refetch } = search;
  const answeredAt = useConsoleTime(search.dataUpdatedAt);
  const [typed, setTyped] = useState({ text: q, seen: q });
  // The address can change by itself, by Back or a link.
  if (typed.seen !== q) setTyped({ text: q, seen: q });
  return (
    <div className={classes.page}>
      <PageTitle of={t(($) => $.title)} />
      <Title order={1} size="h2">
        {t(($) => $.title)}
      </Title>
      <search aria-label={t(($) => $.search.label)}>
        <form
          className={classes.search}
          onSubmit={(event) => {
            event.preventDefault();
            onSearch(typed.text.trim());
          }}
        >
          <TextInput
            type="search"
            className={classes.text ?? ''}
            label={t(($) => $.search.field)}
            description={t(($) => $.search.help)}
            maxLength={256}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={typed.text}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setTyped((now) => ({ ...now, text }));
            }}
          />
          <Button type="submit" loading={isFetching && q !== ''}>
            {t(($) => $.search.go)}
          </Button>
        </form>
      </search>
      {error && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
      {q === '' ? (
        <Empty icon={IconSearch} title={t(($) => $.search.start)}>
          {t(($) => $.search.startWhy)}
        </Empty>
      ) : (
        <>
          {data && data.inventory !== 'found' && data.inventory !== 'unknown_device' && (
            <p className={parts.notice} role="status">
              {t(($) => $.inventory[data.inventory])}
            </p>
          )}
          {data && !isPlaceholderData && (
            <FreshLine asOf={answeredAt} busy={isFetching} onRefresh={() => void refetch()} />
          )}
          {!(error && !data) && (
            <DataGrid<FoundDevice>
              label={t(($) => $.found.label)}
              columns={columns}
              rows={data?.devices ?? []}
              rowId={idOf}
              state={data === undefined ? 'loading' : isPlaceholderData ? 'refreshing' : 'ready'}
              empty={<Empty title={t(($) => $.found.none)}>{t(($) => $.found.noneWhy)}</Empty>}
              card={(row) => <FoundDeviceCard row={row} connection={connection} />}
            />
          )}
        </>
      )}
    </div>
  );
}

const idOf = (row: FoundDevice) => row.id;
