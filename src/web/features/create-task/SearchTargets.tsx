import { Alert, Button, Group, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '#shared/domain/create.ts';
import type { DeviceSearch } from '#shared/domain/device-search.ts';
import { devicesQuery, groupsQuery, productsQuery } from '#web/api/catalogue.ts';
import { searchCountQuery, searchQuery } from '#web/api/device-search.ts';
import { Empty } from '#web/ui/Empty.tsx';
import { IconChevronLeft, IconChevronRight, IconSearch } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import { emptyConditions, searchOf, whyNotAsk } from './device-conditions.ts';
import { DeviceTable } from './DeviceTable.tsx';
import { withSet } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { KeptList } from './KeptList.tsx';
import { SearchConditions } from './SearchConditions.tsx';
import type { StepProps } from './step-props.ts';
import { useWalk } from './use-walk.ts';
import { WalkProgress } from './WalkProgress.tsx';

const longestFind = 256;

/** Devices found on the platform by product, id or name; the choice survives paging and searching on. */
export function SearchTargets({ connection, draft, change }: StepProps) {
  const { t } = useTranslation('create');
  const [productId, setProductId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 400);
  // Cursors of the pages before this one; the last is the one shown.
  const [cursors, setCursors] = useState<string[]>([]);
  const [conditions, setConditions] = useState(emptyConditions);
  const [slowly] = useDebouncedValue(conditions, 600);
  const cursor = cursors.at(-1);
  const isTooLong = q.length > longestFind;
  const space = { connection, spaceId: draft.spaceId };
  const products = useQuery({ ...productsQuery(space), enabled: draft.spaceId !== '' });
  const groups = useQuery({ ...groupsQuery(space), enabled: draft.spaceId !== '' });
  const search: DeviceSearch = {
    spaceId: draft.spaceId,
    ...(productId === null ? {} : { productId }),
    ...searchOf(slowly),
  };
  const hasConditions = Object.keys(searchOf(slowly)).length > 0;
  const problem = whyNotAsk(slowly, { find: q, productId });
  const plain = useQuery({
    ...devicesQuery({
      ...space,
      limit: 50,
      ...(productId === null ? {} : { productId }),
      ...(q === '' ? {} : { q }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    enabled: draft.spaceId !== '' && !hasConditions && !isTooLong,
  });
  const searched = useQuery({
    ...searchQuery(connection, search, cursor),
    enabled: draft.spaceId !== '' && hasConditions && problem === null,
  });
  const count = useQuery({
    ...searchCountQuery(connection, search),
    enabled: draft.spaceId !== '' && searched.isSuccess && hasConditions && problem === null,
  });
  const devices = hasConditions ? searched : plain;
  const setOf = (set: Parameters<typeof withSet>[1]) => change(withSet({ ...draft, source: 'search' }, set));
  const walk = useWalk(connection, setOf);
  const { search: set } = draft.sets;

  const chosen = new Set(draft.searched);
  const setChosen = (ids: readonly string[], on: boolean) => {
    const next = new Set(draft.searched);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    change({ searched: [...next] });
  };
  const rows = devices.data?.devices ?? [];

  if (set !== null)
    return (
      <Stack gap="sm">
        {set.matched !== null && (
          <Alert color="orange" variant="outline" role="status">
            {t(($) => $.targets.changedMeanwhile, { count: set.before[0]?.devices ?? set.devices, of: set.matched })}
          </Alert>
        )}
        <KeptList connection={connection} set={set} onSet={setOf} startOver={t(($) => $.targets.searchAgain)} />
      </Stack>
    );
  return (
    <Stack gap="md">
      <div className={classes.pair}>
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
          error={isTooLong ? t(($) => $.targets.searchText.too_long, { most: longestFind }) : null}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCursors([]);
          }}
        />
      </div>
      <SearchConditions
        conditions={conditions}
        groups={groups.data?.groups ?? []}
        onConditions={(next) => {
          setConditions(next);
          setCursors([]);
        }}
      />
      {problem !== null && (
        <Text size="sm" role="alert" className={classes.problem}>
          {t(($) => $.targets.searchProblem[problem])}
        </Text>
      )}
      {walk.foundNone && (
        <Text size="sm" role="alert">
          {t(($) => $.targets.noneLeft)}
        </Text>
      )}
      {hasConditions && problem === null && count.data !== undefined && (
        <Group gap="sm">
          <Text size="sm" role="status">
            {t(($) => $.targets.matching, { count: count.data.devices })}
          </Text>
          {walk.found === null ? (
            count.data.devices > 0 && (
              <Button
                variant="default"
                size="xs"
                onClick={() => walk.start({ walks: [search], name: null, matched: count.data.devices })}
              >
                {t(($) => $.targets.selectAll, { count: Math.min(count.data.devices, limits.devices) })}
              </Button>
            )
          ) : (
            <WalkProgress found={walk.found} of={count.data.devices} onStop={walk.stop} />
          )}
        </Group>
      )}
      {walk.error && <FailurePanel error={walk.error} />}
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
      {problem !== null || isTooLong ? null : devices.error ? (
        <FailurePanel error={devices.error} onRetry={() => void devices.refetch()} />
      ) : devices.data === undefined ? (
        <Skeleton height={240} />
      ) : rows.length === 0 ? (
        <Empty title={t(($) => $.targets.noDevices)} />
      ) : (
        <DeviceTable devices={rows} chosen={chosen} onChosen={setChosen} isOld={devices.isPlaceholderData} />
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
          disabled={problem !== null || !devices.data?.nextCursor}
          onClick={() => devices.data?.nextCursor && setCursors([...cursors, devices.data.nextCursor])}
        >
          {t(($) => $.targets.nextPage)}
        </Button>
      </Group>
    </Stack>
  );
}
