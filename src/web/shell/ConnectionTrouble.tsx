import { skewToShow } from '#shared/domain/connection.ts';
import { lazyPart } from '#web/ui/lazy-part.tsx';
import { useConnection } from './use-connection.ts';

const ConnectionBanner = lazyPart(() => import('./ConnectionBanner.tsx').then((module) => module.ConnectionBanner));

/** What is to be known of the present platform. Nothing, and nothing fetched, while all is well. */
export function ConnectionTrouble() {
  const connection = useConnection();
  if (connection === null) return null;
  const isWell = connection.state === 'ok' && skewToShow(connection) === null && connection.servesUntil === null;
  return isWell ? null : <ConnectionBanner connection={connection} />;
}
