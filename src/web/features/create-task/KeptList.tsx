import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepTargetsMutation } from '#web/api/target-sets.ts';
import { ActionButton } from '#web/ui/ActionButton.tsx';
import { IconArrowBackUp, IconSearch, IconTrash } from '#web/ui/icons.ts';
import type { KeptSet } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { KeptRows } from './KeptRows.tsx';
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
  // First what the list has, in place of the field; then what can be done with it: together they are a long task.
  const hasTools = useDeferredValue(true, false);
  const { mutate: keep, isPending, error: notKept } = useMutation(keepTargetsMutation());

  // What a click finds, whichever render drew the row: a second click while one is under way does nothing.
  const latest = useRef({ set, onSet, isPending });
  useEffect(() => {
    latest.current = { set, onSet, isPending };
  });
  const takeOut = useCallback(
    (deviceId: string) => {
      const { set: from, isPending: isBusy } = latest.current;
      if (isBusy) return;
      keep(
        { connection, from: { by: 'set', setId: from.id, except: [deviceId] } },
        {
          onSuccess: ({ id, devices }) =>
            latest.current.onSet({
              ...from,
              id,
              devices,
              before: [...from.before, { id: from.id, devices: from.devices }].slice(-mostBefore),
            }),
        },
      );
    },
    [connection, keep],
  );
  const undo = () => {
    const back = set.before.at(-1);
    if (back) onSet({ ...set, ...back, before: set.before.slice(0, -1) });
  };

  return (
    <Stack gap="sm">
      <TargetSummary counts={set} />
      {hasTools && (
        <>
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
              <ActionButton
                variant="default"
                size="xs"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                reason={set.before.length === 0 ? t(($) => $.targets.nothingTakenOut) : null}
                onClick={undo}
              >
                {t(($) => $.targets.undo)}
              </ActionButton>
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
        </>
      )}
      {notKept && <FailurePanel error={notKept} />}
      <KeptRows connection={connection} setId={set.id} q={q} onTakeOut={set.devices > 1 ? takeOut : null} />
    </Stack>
  );
}
