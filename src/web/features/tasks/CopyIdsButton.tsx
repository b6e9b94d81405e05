import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TaskFilter } from '#shared/domain/task-filter.ts';
import { taskIdsQuery } from '#web/api/task-list.ts';
import { IconCopy } from '#web/ui/icons.ts';
import type { Selection } from '#web/ui/selection.ts';
import { useAnnounce } from '#web/ui/use-announce.ts';

type Props = { connection: string; filter: TaskFilter; selection: Selection };

/** Copies the ids of what is selected, one a line. Of everything that matches, the ids are asked for first. */
export function CopyIdsButton({ connection, filter, selection }: Props) {
  const { t } = useTranslation('tasks');
  const common = useTranslation('common').t;
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');
  useEffect(() => {
    if (state !== 'done' && state !== 'failed') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const idsOf = (): Promise<string[]> =>
    selection.mode === 'some'
      ? Promise.resolve([...selection.ids])
      : queryClient.fetchQuery(taskIdsQuery(connection, filter, selection.except));
  const copy = async () => {
    setState('busy');
    const ended = await idsOf()
      .then((ids) => navigator.clipboard.writeText(ids.join('\n')))
      .then(
        () => 'done' as const,
        () => 'failed' as const,
      );
    setState(ended);
    announce(common(($) => $.copy[ended]));
  };
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconCopy size={14} aria-hidden />}
      loading={state === 'busy'}
      onClick={() => void copy()}
    >
      {state === 'done' || state === 'failed' ? common(($) => $.copy[state]) : t(($) => $.copyIds)}
    </Button>
  );
}
