import { Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome, Task } from '#shared/domain/task.ts';
import { keepTargetsMutation } from '#web/api/target-sets.ts';
import { tasksByNameQuery } from '#web/api/tasks.ts';
import { useFormats } from '#web/i18n/use-formats.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { newSet, withSet } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { KeptList } from './KeptList.tsx';
import type { StepProps } from './step-props.ts';

const offered = ['failed', 'retry_pending', 'stopped', 'removed', 'waiting', 'processing'] as const;
const countOf: Record<(typeof offered)[number], keyof Task['counts']> = {
  failed: 'failed',
  retry_pending: 'retryPending',
  stopped: 'stopped',
  removed: 'removed',
  waiting: 'waiting',
  processing: 'processing',
};

/** Devices of another task by how it went for them: those that failed there, to begin with. */
export function TaskTargets({ connection, draft, change }: StepProps) {
  const { t } = useTranslation(['create', 'common']);
  const formats = useFormats();
  const [text, setText] = useState('');
  // Choosing writes the whole label into the field.
  const [q] = useDebouncedValue((text.split(' · ')[0] ?? '').trim(), 300);
  const [task, setTask] = useState<Task | null>(null);
  const [outcomes, setOutcomes] = useState<Outcome[]>(['failed', 'retry_pending']);
  const found = useQuery(tasksByNameQuery(connection, q));
  const keep = useMutation(keepTargetsMutation());
  const setOf = (set: Parameters<typeof withSet>[1]) => change(withSet({ ...draft, source: 'task' }, set));
  const { task: set } = draft.sets;
  if (set !== null)
    return (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t(($) => $.targets.takenFrom, { name: set.name ?? '' })}
        </Text>
        <KeptList connection={connection} set={set} onSet={setOf} startOver={t(($) => $.targets.otherTask)} />
      </Stack>
    );
  const rows = found.data?.tasks ?? [];
  const shown = task !== null && !rows.some(({ id }) => id === task.id) ? [task, ...rows] : rows;
  const take = () => {
    if (task === null) return;
    keep.mutate(
      { connection, from: { by: 'task', taskId: task.id, outcomes } },
      { onSuccess: (kept) => setOf(newSet(kept, { name: task.name })) },
    );
  };
  return (
    <Stack gap="md">
      <Select
        label={t(($) => $.targets.task)}
        placeholder={t(($) => $.targets.taskHelp)}
        searchable
        nothingFoundMessage={t(($) => $.targets.noTask)}
        filter={({ options }) => options}
        data={shown.map(({ id, name, createdAt }) => ({
          value: id,
          label: `${name} · ${formats.dateTime(createdAt)}`,
        }))}
        value={task?.id ?? null}
        searchValue={text}
        onSearchChange={setText}
        onChange={(id) => setTask(shown.find((one) => one.id === id) ?? null)}
        maw={520}
      />
      {task !== null && (
        <Checkbox.Group
          label={t(($) => $.targets.outcomes)}
          value={outcomes}
          onChange={(next) => setOutcomes(offered.filter((outcome) => next.includes(outcome)))}
        >
          <Group gap="md" mt="xs">
            {offered.map((outcome) => (
              <Checkbox
                key={outcome}
                value={outcome}
                label={t(($) => $.targets.outcomeCount, {
                  outcome: t(($) => $.outcome[outcome], { ns: 'common' }),
                  count: task.counts[countOf[outcome]],
                })}
              />
            ))}
          </Group>
        </Checkbox.Group>
      )}
      {keep.error && <FailurePanel error={keep.error} />}
      <Group>
        <ActionButton
          variant="default"
          reason={
            task === null
              ? t(($) => $.targets.chooseTask)
              : outcomes.length === 0
                ? t(($) => $.targets.chooseOutcome)
                : null
          }
          loading={keep.isPending}
          onClick={take}
        >
          {t(($) => $.targets.takeDevices)}
        </ActionButton>
      </Group>
    </Stack>
  );
}
