import { Alert, Radio, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rulesOf } from '#shared/domain/kinds.ts';
import { packagesQuery } from '#web/api/catalogue.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { IconAlertTriangleFilled, IconSearch } from '#web/ui/icons.ts';
import { TimeText } from '#web/ui/TimeText.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import type { StepProps } from './step-props.ts';

/** The package of an upgrade, with its version and the versions it upgrades from. */
export function PackageDocument({ connection, draft, change, problem }: StepProps) {
  const kind = rulesOf(draft.kind).packageKind ?? 'firmware';
  const { t } = useTranslation('create');
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const { data, error, refetch } = useQuery({
    ...packagesQuery({ connection, spaceId: draft.spaceId, kind }),
    enabled: draft.spaceId !== '',
  });
  if (error) return <FailurePanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  if (data.packages.length === 0) return <Empty title={t(($) => $.document.none)} />;

  const packages = data.packages.filter(({ version, productName, description }) =>
    [version, productName, description].some((value) => value?.toLowerCase().includes(wanted)),
  );
  return (
    <Stack gap="md">
      <TextInput
        label={t(($) => $.document.filter)}
        placeholder={t(($) => $.document.filterHelp)}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        maw={420}
      />
      {packages.length === 0 ? (
        <Empty title={t(($) => $.document.noMatch)} />
      ) : (
        <Radio.Group
          aria-label={t(($) => $.document.package)}
          value={draft.packageId}
          onChange={(packageId) => change({ packageId })}
        >
          <Table.ScrollContainer minWidth={560}>
            <Table aria-label={t(($) => $.document.package)} highlightOnHover withTableBorder>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={48} />
                  <Table.Th>{t(($) => $.document.version)}</Table.Th>
                  <Table.Th>{t(($) => $.document.product)}</Table.Th>
                  <Table.Th>{t(($) => $.document.sources)}</Table.Th>
                  <Table.Th>{t(($) => $.document.created)}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {packages.map((pack) => (
                  <Table.Tr key={pack.id}>
                    <Table.Td>
                      <Radio
                        value={pack.id}
                        aria-label={t(($) => $.document.select, {
                          version: pack.version,
                          product: pack.productName ?? pack.productId,
                        })}
                      />
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm" fw={600}>
                        {pack.version}
                      </Text>
                      {pack.description !== null && (
                        <Text size="xs" c="dimmed">
                          {pack.description}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>{pack.productName ?? pack.productId}</Table.Td>
                    <Table.Td>
                      {pack.sourceVersions.length === 0
                        ? t(($) => $.document.anySource)
                        : pack.sourceVersions.join(', ')}
                    </Table.Td>
                    <Table.Td>{pack.createdAt !== null && <TimeText at={pack.createdAt} />}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Radio.Group>
      )}
      {problem('package') !== null && (
        <Alert color="red" variant="outline" icon={<IconAlertTriangleFilled size={18} />} role="alert">
          {problem('package')}
        </Alert>
      )}
    </Stack>
  );
}
