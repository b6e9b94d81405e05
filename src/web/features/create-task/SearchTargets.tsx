import { Button, Checkbox, Group, Select, SimpleGrid, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { devicesQuery, productsQuery } from '#web/api/catalogue.ts';
import { CopyId } from '#web/ui/CopyId.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { IconChevronLeft, IconChevronRight, IconSearch } from '#web/ui/icons.ts';
import { FailurePanel } from './FailurePanel.tsx';
import type { StepProps } from './step-props.ts';

/** Devices found on the platform by product, id or name; the choice survives paging and searching on. */
export function SearchTargets({ connection, draft, change }: StepProps) {
  const { t } = useTranslation('create');
  const [productId, setProductId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 400);
  // Cursors of the pages before this one; the last is the one shown.
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const space = { connection, spaceId: draft.spaceId };
  const products = useQuery({ ...productsQuery(space), enabled: draft.spaceId !== '' });
  const devices = useQuery({
    ...devicesQuery({
      ...space,
      limit: 50,
      ...(productId === null ? {} : { productId }),
      ...(q === '' ? {} : { q }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    enabled: draft.spaceId !== '',
  });

  const chosen = new Set(draft.searched);
  const setChosen = (ids: readonly string[], on: boolean) => {
    const next = new Set(draft.searched);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    change({ searched: [...next] });
  };
  const rows = devices.data?.devices ?? [];
  const all = rows.length > 0 && rows.every(({ id }) => chosen.has(id));

  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t(($) => $.targets.product)}
          placeholder={t(($) => $.targets.anyProduct)}
          clearable
          searchable
          data={(products.data?.products ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={productId}
          onChange={(id) => {
            setProductId(id);
            setCursors([]);
          }}
        />
        <TextInput
          label={t(($) => $.targets.find)}
          placeholder={t(($) => $.targets.findHelp)}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCursors([]);
          }}
        />
      </SimpleGrid>
      <Group justify="space-between">
        <Text size="sm" fw={600} role="status">
          {t(($) => $.targets.chosen, { count: draft.searched.length })}
        </Text>
        {draft.searched.length > 0 && (
          <Button variant="default" size="xs" onClick={() => change({ searched: [] })}>
            {t(($) => $.targets.clearChosen)}
          </Button>
        )}
      </Group>
      {devices.error ? (
        <FailurePanel error={devices.error} onRetry={() => void devices.refetch()} />
      ) : devices.data === undefined ? (
        <Skeleton height={240} />
      ) : rows.length === 0 ? (
        <Empty title={t(($) => $.targets.noDevices)} />
      ) : (
        <Table.ScrollContainer minWidth={560} maxHeight={420}>
          <Table
            aria-label={t(($) => $.targets.deviceTable)}
            highlightOnHover
            stickyHeader
            withTableBorder
            opacity={devices.isPlaceholderData ? 0.6 : 1}
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={48}>
                  <Checkbox
                    aria-label={t(($) => $.targets.selectPage)}
                    checked={all}
                    indeterminate={!all && rows.some(({ id }) => chosen.has(id))}
                    onChange={(event) =>
                      setChosen(
                        rows.map(({ id }) => id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </Table.Th>
                <Table.Th>{t(($) => $.targets.device)}</Table.Th>
                <Table.Th>{t(($) => $.targets.product)}</Table.Th>
                <Table.Th>{t(($) => $.targets.status)}</Table.Th>
                <Table.Th>{t(($) => $.targets.version)}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((device) => (
                <Table.Tr key={device.id}>
                  <Table.Td>
                    <Checkbox
                      aria-label={t(($) => $.targets.selectDevice, { id: device.id })}
                      checked={chosen.has(device.id)}
                      onChange={(event) => setChosen([device.id], event.currentTarget.checked)}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm">{device.name ?? device.nodeId}</Text>
                    <CopyId id={device.id} label={t(($) => $.targets.device)} />
                  </Table.Td>
                  <Table.Td>{device.productName}</Table.Td>
                  <Table.Td>{t(($) => $.targets.statusOf[device.status])}</Table.Td>
                  <Table.Td>{[device.firmwareVersion, device.softwareVersion].filter(Boolean).join(' / ')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group justify="flex-end" gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconChevronLeft size={16} />}
          disabled={cursors.length === 0}
          onClick={() => setCursors(cursors.slice(0, -1))}
        >
          {t(($) => $.targets.previous)}
        </Button>
        <Button
          variant="default"
          size="xs"
          rightSection={<IconChevronRight size={16} />}
          disabled={!devices.data?.nextCursor}
          onClick={() => devices.data?.nextCursor && setCursors([...cursors, devices.data.nextCursor])}
        >
          {t(($) => $.targets.nextPage)}
        </Button>
      </Group>
    </Stack>
  );
}
