import { Skeleton } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { failureOf } from '#web/api/problem.ts';
import { ErrorPanel } from '#web/ui/ErrorPanel.tsx';

type Props = {
  /** Pixels kept while the panel's data is on the way. */
  height: number;
  children: ReactNode;
};

/** A part of the page that waits and fails by itself, and leaves the others standing. */
export function Panel({ height, children }: Props) {
  const { reset } = useQueryErrorResetBoundary();
  return (
    <ErrorBoundary
      onReset={reset}
      fallbackRender={({ error, resetErrorBoundary }) => (
        <ErrorPanel failure={failureOf(error)} onRetry={resetErrorBoundary} />
      )}
    >
      <Suspense fallback={<Skeleton height={height} />}>{children}</Suspense>
    </ErrorBoundary>
  );
}
