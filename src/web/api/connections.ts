import { orpc } from './client.ts';

/** The platforms this console is connected to, and how they answer; events keep it fresh. */
export const connectionsQuery = () => orpc.connections.list.queryOptions({ staleTime: Infinity });
