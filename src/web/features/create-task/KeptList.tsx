import { ActionIcon, Alert, Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepTargetsMutation, targetMatchesQuery } from '#web/api/target-sets.ts';
import { IconArrowBackUp, IconSearch, IconTrash, IconX } from '#web/ui/icons.ts';
import classes from './create-task.module.css';
import type { KeptSet } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { TargetRows } from './TargetRows.tsx';
import { TargetSummary } from './TargetSummary.tsx';

type Props = {
  connection: string;
  set: KeptSet;
  /** Another list in its place; null: none any more, and the source is chosen from anew. */
  onSet: (set: KeptSet | null) => void;
  /** What else can be done with the list, beside starting over. */
  actions?: ReactNode;
  /** What starting over is called here. */
  startOver?: string;
};

const mostBefore = 50;

/** A list that the console keeps: searched in, and devices taken out of it one by one, which can be undone. */
export function KeptList({ connection, set, onSet, actions, startOver }: Props) {
  const { t } = useTranslation('create');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 250);
  const first = useQuery(targetMatchesQuery(connection, set.id, q, 0));
  const keep = useMutation(keepTargetsMutation());

  const takeOut = (deviceId: string) =>
    keep.mutate(
      { connection, from: { by: 'set', setId: set.id, except: [deviceId] } },
      {
        onSuccess: ({ id, devices }) =>
          onSet({
            ...set,
            id,
            devices,
            before: [...set.before, { id: set.id, devices: set.devices }].slice(-mostBefore),
          }),
      },
    );
  const undo = () => {
    const back = set.before.at(-1);
    if (back) onSet({ ...set, ...back, before: set.before.slice(0, -1) });
  };

  return (
    <Stack gap="sm">
      <TargetSummary counts={set} />
      {set.over > 0 && (
        <Group>
          <Button variant="default" size="xs" onClick={() => onSet({ ...set, over: 0 })}>
            {t(($) => $.targets.keepFirst, { count: set.devices })}
          </Button>
        </Group>
      )}
      <Group align="flex-end" justify="space-between" gap="xs">
        <TextInput
          label={t(($) => $.targets.findInList)}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          flex="1 1 220px"
          maw={360}
        />
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            disabled={set.before.length === 0}
            onClick={undo}
          >
            {t(($) => $.targets.undo)}
          </Button>
          {actions}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => onSet(null)}
          >
            {startOver ?? t(($) => $.targets.startOver)}
          </Button>
        </Group>
      </Group>
      {keep.error && <FailurePanel error={keep.error} />}
      {first.error ? (
        <Alert color="red" variant="outline" role="alert">
          {t(($) => $.targets.listGone)}
        </Alert>
      ) : first.data === undefined ? (
        <Skeleton height={240} />
      ) : (
        <>
          <Text size="sm" c="dimmed" role="status">
            {q === ''
              ? t(($) => $.targets.devices, { count: first.data.total })
              : t(($) => $.targets.found, { count: first.data.total })}
          </Text>
          {first.data.total > 0 && (
            <TargetRows
              key={`${set.id} ${q}`}
              connection={connection}
              setId={set.id}
              q={q}
              total={first.data.total}
              drawAction={(deviceId) =>
                set.devices > 1 && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    className={classes.takeOut}
                    aria-label={t(($) => $.targets.takeOut, { id: deviceId })}
                    disabled={keep.isPending}
                    onClick={() => takeOut(deviceId)}
                  >
                    <IconX size={16} />
                  </ActionIcon>
                )
              }
            />
          )}
        </>
      )}
    </Stack>
  );
}
