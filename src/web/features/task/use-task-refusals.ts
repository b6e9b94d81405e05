import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  type RefusalReason,
  whyNotAllowed,
  whyNotConfirm,
  whyNotCopy,
  whyNotDelete,
  whyNotRetryFailed,
  whyNotStop,
} from '#shared/domain/actions.ts';
import type { Permission } from '#shared/domain/roles.ts';
import type { Task } from '#shared/domain/task.ts';
import { connectionsQuery } from '#web/api/connections.ts';
import { usePerson } from '#web/api/use-person.ts';

/** Why something cannot be done with a task as a whole, in the reader's words; null where it can. */
export function useTaskRefusals(task: Task, isGone: boolean) {
  const refusals = useTranslation('errors').t;
  const { role } = usePerson();
  const { data } = useQuery(connectionsQuery());
  const creates = data?.connections.find(({ id }) => id === task.connection)?.creates ?? 'nothing';
  const inWords = (reason: RefusalReason | null) => reason && refusals(($) => $.refusal[reason]);
  const why = (permission: Permission, rule: RefusalReason | null) =>
    inWords(isGone ? 'task_gone' : (whyNotAllowed(role, permission) ?? rule));
  return {
    stop: why('task.stop', whyNotStop(task)),
    confirm: why('task.confirm', whyNotConfirm(task)),
    retryFailed: why('task.retry', whyNotRetryFailed(task)),
    delete: why('task.delete', whyNotDelete(task)),
    // Also of a task that the platform no longer has: what was read of it is here.
    copy: inWords(whyNotAllowed(role, 'task.create') ?? whyNotCopy(task, creates)),
    note: inWords(whyNotAllowed(role, 'task.note')),
  };
}
