import { Button, Checkbox, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewTask } from '#shared/domain/create.ts';
import { rulesOf } from '#shared/domain/kinds.ts';
import { type FindingKind, isSerious } from '#shared/domain/preflight.ts';
import { keepTargetsMutation } from '#web/api/target-sets.ts';
import { preflightQuery } from '#web/api/tasks.ts';
import { csvOf } from '#web/ui/csv.ts';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconDownload,
  IconInfoCircle,
} from '#web/ui/icons.ts';
import { saveFile } from '#web/ui/save-file.ts';
import classes from './create-task.module.css';
import { type Draft, setOf, withSet } from './draft.ts';
import { FailurePanel } from './FailurePanel.tsx';

/** How far a person has seen what was found; `looking`: nothing is known of the devices yet. */
export type Seen = 'looking' | 'some' | 'all';

type Props = {
  connection: string;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  request: NewTask;
  idempotencyKey: string;
  /** The person has tried to start without having ticked. */
  asks: boolean;
  onSeen: (seen: Seen) => void;
};

/** What the console can tell of the devices before anything is sent: each finding can be downloaded, or taken out of the task. */
export function PreflightPanel({ connection, draft, change, request, idempotencyKey, asks, onSeen }: Props) {
  const { t } = useTranslation('create');
  const { data, error, refetch } = useQuery(preflightQuery(connection, request, idempotencyKey));
  const keep = useMutation(keepTargetsMutation());
  const [ticked, setTicked] = useState('');
  const findings = data?.findings ?? [];
  const isGrave = rulesOf(request.kind).isGrave;
  const needsTick = findings.some(({ kind }) => isGrave || isSerious(kind));
  const isSeen = !needsTick || ticked === idempotencyKey;
  // Where the devices cannot be looked at, the page says so and a task can be started all the same.
  const seen = data === undefined && error === null ? 'looking' : isSeen ? 'all' : 'some';
  useEffect(() => {
    onSeen(seen);
    return () => onSeen('all');
  }, [seen, onSeen]);

  const takeOut = (deviceIds: string[]) => {
    const set = setOf(draft);
    if (set !== null)
      return keep.mutate(
        { connection, from: { by: 'set', setId: set.id, except: deviceIds } },
        {
          onSuccess: ({ id, devices }) =>
            change(
              withSet(draft, { ...set, id, devices, before: [...set.before, { id: set.id, devices: set.devices }] }),
            ),
        },
      );
    if (request.targets.source !== 'devices') return;
    const out = new Set(deviceIds);
    const left = request.targets.deviceIds.filter((id) => !out.has(id));
    if (draft.source === 'search') change({ searched: left });
    else change({ listText: left.join('\n'), listName: null, listColumn: null });
  };
  const download = (kind: FindingKind, deviceIds: string[]) => {
    const csv = csvOf(
      ['device_id'],
      deviceIds.map((id) => [id]),
    );
    saveFile(`${kind}.csv`, new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  };

  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t(($) => $.preflight.title)}
      </Title>
      {error ? (
        <FailurePanel error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={72} aria-label={t(($) => $.preflight.looking)} />
      ) : (
        <Stack gap="xs" role="status">
          <Text size="sm" c="dimmed">
            {request.targets.source === 'groups'
              ? t(($) => $.preflight.ofGroups)
              : request.targets.source === 'file' && data.checked === 0
                ? t(($) => $.preflight.unknown)
                : data.checked < data.devices
                  ? t(($) => $.preflight.some, { checked: data.checked, devices: data.devices })
                  : t(($) => $.preflight.all, { count: data.devices })}
          </Text>
          {findings.length === 0 && data.checked > 0 && (
            <Group gap={6} wrap="nowrap">
              <IconCircleCheckFilled size={18} className={classes.good} aria-hidden />
              <Text size="sm">
                {request.kind === 'createDevices' ? t(($) => $.preflight.nothingNew) : t(($) => $.preflight.nothing)}
              </Text>
            </Group>
          )}
          {findings.map(({ kind, deviceIds }) => {
            const what = t(($) => $.preflight.finding[kind], { count: deviceIds.length });
            return (
              <Group key={kind} gap="xs">
                <Group gap={6} wrap="nowrap" flex="1 1 260px">
                  {kind === 'missing' ? (
                    <IconCircleXFilled size={18} className={classes.problem} aria-hidden />
                  ) : isSerious(kind) ? (
                    <IconAlertTriangleFilled size={18} className={classes.warning} aria-hidden />
                  ) : (
                    <IconInfoCircle size={18} className={classes.note} aria-hidden />
                  )}
                  <Text size="sm">{what}</Text>
                </Group>
                {deviceIds.length < data.devices && request.targets.source !== 'file' && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    loading={keep.isPending}
                    onClick={() => takeOut(deviceIds)}
                  >
                    {t(($) => $.preflight.takeOut, { count: deviceIds.length })}
                  </Button>
                )}
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<IconDownload size={14} aria-hidden />}
                  aria-label={t(($) => $.preflight.downloadOf, { what })}
                  onClick={() => download(kind, deviceIds)}
                >
                  {t(($) => $.preflight.download)}
                </Button>
              </Group>
            );
          })}
          {findings.length > 0 && request.targets.source === 'file' && (
            <Text size="sm" c="dimmed">
              {t(($) => $.preflight.ofFile)}
            </Text>
          )}
          {data.slots !== null && (
            <Group gap={6} wrap="nowrap">
              <IconInfoCircle size={18} className={classes.note} aria-hidden />
              <Text size="sm">
                {data.slots.used < data.slots.of
                  ? t(($) => $.preflight.slots, data.slots)
                  : t(($) => $.preflight.slotsFull, data.slots)}
              </Text>
            </Group>
          )}
          {keep.error && <FailurePanel error={keep.error} />}
          {needsTick && (
            <Checkbox
              label={t(($) => $.preflight.tick)}
              checked={isSeen}
              onChange={(event) => setTicked(event.currentTarget.checked ? idempotencyKey : '')}
              error={asks ? t(($) => $.preflight.tickFirst) : null}
            />
          )}
        </Stack>
      )}
    </Stack>
  );
}
