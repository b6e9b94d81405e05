import { Checkbox, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '#web/api/catalogue.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import classes from './create-task.module.css';
import { withSet } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { KeptList } from './KeptList.tsx';
import { groupDevices } from './target-count.ts';
import type { StepProps } from './step-props.ts';
import { useWalk } from './use-walk.ts';
import { WalkProgress } from './WalkProgress.tsx';

/** Device groups of the space with their size today; the platform resolves them when the task starts. */
export function GroupTargets({ connection, draft, change }: StepProps) {
  const { t } = useTranslation('create');
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    ...groupsQuery({ connection, spaceId: draft.spaceId }),
    enabled: draft.spaceId !== '',
  });
  const setOf = (set: Parameters<typeof withSet>[1]) => change(withSet({ ...draft, source: 'groups' }, set));
  const walk = useWalk(connection, setOf);
  const { groups: set } = draft.sets;
  if (set !== null)
    return (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(($) => $.targets.frozenHelp, { name: set.name ?? '' })}
        </Text>
        <KeptList connection={connection} set={set} onSet={setOf} startOver={t(($) => $.targets.unfreeze)} />
      </Stack>
    );
  if (error) return <FailurePanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  if (data.groups.length === 0) return <Empty title={t(($) => $.targets.noGroups)} />;

  const chosen = new Set(draft.groupIds);
  const toggle = (id: string, on: boolean) =>
    change({ groupIds: on ? [...draft.groupIds, id] : draft.groupIds.filter((other) => other !== id) });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t(($) => $.targets.groupsHelp)}
      </Text>
      <Table.ScrollContainer minWidth={320}>
        <Table aria-label={t(($) => $.targets.groups)} highlightOnHover withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={48} />
              <Table.Th>{t(($) => $.targets.groupName)}</Table.Th>
              <Table.Th className={classes.oneLine}>{t(($) => $.targets.groupType)}</Table.Th>
              <Table.Th ta="right" className={classes.oneLine}>
                {t(($) => $.targets.groupDevices)}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.groups.map(({ id, name, description, dynamic, devices }) => (
              <Table.Tr key={id}>
                <Table.Td>
                  <Checkbox
                    aria-label={t(($) => $.targets.selectGroup, { name })}
                    checked={chosen.has(id)}
                    onChange={(event) => toggle(id, event.currentTarget.checked)}
                  />
                </Table.Td>
                <Table.Td>
                  {name}
                  {description !== null && (
                    <Text size="xs" c="dimmed">
                      {description}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className={classes.oneLine}>
                  {dynamic ? t(($) => $.targets.groupDynamic) : t(($) => $.targets.groupStatic)}
                </Table.Td>
                <Table.Td ta="right">{formats.count(devices)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" fw={600} role="status">
        {t(($) => $.targets.groupSum, { count: groupDevices(data.groups, draft.groupIds) })}
      </Text>
      {walk.error && <FailurePanel error={walk.error} />}
      {walk.foundNone && (
        <Text size="sm" role="alert">
          {t(($) => $.targets.groupsEmpty)}
        </Text>
      )}
      {walk.found === null ? (
        <Group gap="sm">
          <ActionButton
            variant="default"
            size="xs"
            reason={draft.groupIds.length === 0 ? t(($) => $.targets.chooseGroup) : null}
            onClick={() =>
              walk.start({
                walks: draft.groupIds.map((groupId) => ({ spaceId: draft.spaceId, groupId, members: 'yes' })),
                name: data.groups
                  .filter(({ id }) => chosen.has(id))
                  .map(({ name }) => name)
                  .join(', '),
                // A device of two groups is counted in both.
                matched: null,
              })
            }
          >
            {t(($) => $.targets.freeze)}
          </ActionButton>
          <Text size="sm" c="dimmed" flex="1 1 240px">
            {t(($) => $.targets.freezeHelp)}
          </Text>
        </Group>
      ) : (
        <WalkProgress found={walk.found} of={groupDevices(data.groups, draft.groupIds)} onStop={walk.stop} />
      )}
    </Stack>
  );
}
