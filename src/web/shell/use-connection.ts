import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Connection } from '#shared/domain/connection.ts';
import { connectionsQuery } from '#web/api/connections.ts';

/** The connection of the present address, else the first one; null while none is known. */
export function useConnection(): Connection | null {
  const { connection: id } = useParams({ strict: false });
  const { data } = useQuery(connectionsQuery());
  const connections = data?.connections ?? [];
  return connections.find((connection) => connection.id === id) ?? connections[0] ?? null;
}
