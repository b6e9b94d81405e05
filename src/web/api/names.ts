import { orpc } from './client.ts';

/** What the packages and groups of tasks are called. New ones are rare, and ids stand for them until they are known. */
export const namesQuery = (connection: string) =>
  orpc.names.list.queryOptions({ input: { connection }, staleTime: 5 * 60_000 });
