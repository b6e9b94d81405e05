import type { FailureRef, FailureSelection } from '#shared/domain/failures.ts';
import type { FailuresFilter } from '#web/api/failures.ts';
import { given } from '#web/api/given.ts';
import type { Selection } from '#web/ui/selection.ts';

/** Names a row of the list. Neither id has a space in it. */
export const failureId = ({ taskId, deviceId }: FailureRef): string => `${taskId} ${deviceId}`;

function refOf(id: string): FailureRef {
  const [taskId = '', deviceId = ''] = id.split(' ');
  return { taskId, deviceId };
}

/** What the server is asked to act on, or null where nothing is ticked. */
export function selectionOf(selection: Selection, filter: FailuresFilter): FailureSelection | null {
  if (selection.mode === 'some') {
    return selection.ids.size === 0 ? null : { by: 'rows', rows: [...selection.ids].map(refOf) };
  }
  const except = [...selection.except].map(refOf);
  return { by: 'filter', filter: given(filter), ...(except.length === 0 ? {} : { except }) };
}
