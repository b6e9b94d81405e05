import './mantine.ts';
import { Title } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DeviceTask } from '#shared/domain/device.ts';
import { isMoving } from '#shared/domain/task.ts';
import { deviceQuery, deviceTasksQuery } from '#web/api/devices.ts';
import { failureOf } from '#web/api/problem.ts';
import { CopyButton } from '#web/ui/CopyButton.tsx';
import { Empty } from '#web/ui/Empty.tsx';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import { useFreshness } from '#web/ui/freshness.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Pager } from '#web/ui/Pager.tsx';
import { useConsoleTime } from '#web/ui/use-now.ts';
import { useSteadyRows } from '#web/ui/use-steady-rows.ts';
import parts from '#web/ui/parts.module.css';
import { DeviceFacts } from './DeviceFacts.tsx';
import classes from './DevicePage.module.css';
import { DeviceStatusBadge } from './DeviceStatusBadge.tsx';
import { DeviceTaskCard } from './DeviceTaskCard.tsx';

const pageSize = 50;

type Props = {
  connection: string;
  deviceId: string;
  cursor: string | undefined;
  onPage(cursor: string | undefined): void;
};

/** One device: what the inventory tells of it, and how it went in every task it was in. */
export function DevicePage({ connection, deviceId, cursor, onPage }: Props) {
  const { t } = useTranslation('devices');
  const common = useTranslation('common').t;
  const { isPaused } = useFreshness();
  const card = useSuspenseQuery(deviceQuery({ connection, deviceId }));
  const { device, inventory } = card.data;
  const query = deviceTasksQuery({ connection, deviceId }, { limit: pageSize, cursor }, isPaused);
  const tasks = useQuery(query);
  const { data, error, refetch, isPlaceholderData } = tasks;
  const page = JSON.stringify(query.queryKey);
  const { rows, joined, adopt } = useSteadyRows(isPlaceholderData ? null : page, data?.tasks, taskIdOf);
  const answeredAt = useConsoleTime(Math.min(card.dataUpdatedAt, tasks.dataUpdatedAt || card.dataUpdatedAt));
  const readTasks = () => void refetch().then(adopt);
  const refresh = () => {
    void card.refetch();
    readTasks();
  };
  const goTo = (where: string | null | undefined) => (where ? () => onPage(where) : null);
  return (
    <div className={classes.page}>
      <PageTitle of={deviceId} />
      <header className={classes.head}>
        <Title order={1} size="h2" className={classes.name ?? ''}>
          {deviceId} <CopyButton value={deviceId} label={common(($) => $.copy.deviceId)} />
        </Title>
        {device && <DeviceStatusBadge status={device.status} />}
        <FreshLine
          asOf={Math.min(
            answeredAt,
            ...rows.filter(({ taskState }) => isMoving(taskState)).map(({ seenAt }) => seenAt),
          )}
          busy={card.isFetching || tasks.isFetching}
          onRefresh={refresh}
          news={joined.length > 0 ? t(($) => $.tasks.newer, { count: joined.length }) : null}
          onShowNews={readTasks}
        />
      </header>
      {inventory !== 'found' && (
        <p className={parts.notice} role="status">
          {t(($) => $.inventory[inventory])}
        </p>
      )}
      {device && <DeviceFacts connection={connection} device={device} />}
      <section aria-labelledby="device-tasks" className={classes.tasks}>
        <h2 id="device-tasks">{t(($) => $.tasks.title)}</h2>
        {error && <ErrorPanel failure={failureOf(error)} onRetry={() => void refetch()} />}
        {data?.total === 0 && <Empty title={t(($) => $.tasks.none)}>{t(($) => $.tasks.noneWhy)}</Empty>}
        {data && data.total > 0 && (
          <>
            <ol className={classes.list}>
              {rows.map((task: DeviceTask) => (
                <li key={task.taskId}>
                  <DeviceTaskCard connection={connection} deviceId={deviceId} task={task} />
                </li>
              ))}
            </ol>
            <Pager
              from={data.from}
              shown={data.tasks.length}
              total={data.total}
              onPrevious={goTo(data.previousCursor)}
              onNext={goTo(data.nextCursor)}
            />
          </>
        )}
      </section>
    </div>
  );
}

const taskIdOf = ({ taskId }: DeviceTask) => taskId;
