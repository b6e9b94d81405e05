import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { failureOf } from '#web/api/problem.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';
import { NotFound } from './NotFound.tsx';

/** A page that could not be read: says why, and reads it again on request. */
export function RouteFailure({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { reset } = useQueryErrorResetBoundary();
  useEffect(() => reset(), [reset]);
  const failure = failureOf(error);
  if (failure.code === 'not_found') return <NotFound />;
  return <ErrorPanel failure={failure} onRetry={() => void router.invalidate()} />;
}
