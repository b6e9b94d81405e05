import './mantine.ts';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { TaskRef } from '#shared/domain/task.ts';
import { samplesQuery, taskQuery } from '#web/api/tasks.ts';
import { FreshLine } from '#web/ui/FreshLine.tsx';
import type { ControlRequest } from './ControlDialog.tsx';
import { DuplicateNotice } from './DuplicateNotice.tsx';
import { GoneNotice } from './GoneNotice.tsx';
import { OperationDialog } from './OperationDialog.tsx';
import type { RetryRequest } from './retry-plan.ts';
import { StaleNotice } from './StaleNotice.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { TaskActions } from './TaskActions.tsx';
import { TaskHeader } from './TaskHeader.tsx';
import classes from './TaskPage.module.css';
import { TaskParts } from './TaskParts.tsx';
import type { TaskSearch } from './task-search.ts';
import { UnderwayNotice } from './UnderwayNotice.tsx';
import { useAsked } from '#web/api/use-asked.ts';
import { VerdictLine } from './VerdictLine.tsx';

type Props = { taskRef: TaskRef; search: TaskSearch; onSearch(search: TaskSearch, how?: { replace: boolean }): void };

/** One task: how it goes, why devices failed, and which of them to retry. */
export function TaskPage({ taskRef, search, onSearch }: Props) {
  const read = useSuspenseQuery(taskQuery(taskRef));
  const { task, needsConfirm, operations, fresh, gone } = read.data;
  const samples = useQuery(samplesQuery(taskRef));
  const retry = useAsked<RetryRequest>();
  const control = useAsked<ControlRequest>();
  const openOperation = (operation: string | undefined) => onSearch({ ...search, operation });
  return (
    <div className={classes.page}>
      <PageTitle of={task.name} />
      <TaskHeader
        task={task}
        fresh={<FreshLine asOf={task.seenAt} busy={read.isFetching} onRefresh={() => void read.refetch()} />}
        actions={
          <TaskActions
            task={task}
            isGone={gone !== null}
            needsConfirm={needsConfirm}
            onRetryFailed={() => retry.open({ by: 'classes' })}
            onControl={(kind) => control.open({ kind })}
          />
        }
      />
      <DuplicateNotice
        task={task}
        isGone={gone !== null}
        onStop={(duplicate) => control.open({ kind: 'stop', of: duplicate })}
      />
      {gone !== null && <GoneNotice connection={task.connection} at={gone} />}
      {!fresh && gone === null && (
        <StaleNotice seenAt={task.seenAt} busy={read.isFetching} onAskAgain={() => void read.refetch()} />
      )}
      <VerdictLine task={task} samples={samples.data?.samples ?? []} />
      <UnderwayNotice operations={operations} onOpen={openOperation} />
      <TaskParts read={read.data} search={search} onSearch={onSearch} retry={retry} control={control} />
      <OperationDialog
        connection={task.connection}
        operationId={search.operation}
        taskName={task.name}
        onClose={() => openOperation(undefined)}
      />
    </div>
  );
}
