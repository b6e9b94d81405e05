import { api, may } from '#server/http/permissions.ts';

export const connections = {
  list: api.connections.list.use(may('connection.read')).handler(({ context }) => ({
    connections: [...context.services.connections.values()].map((connected) => connected.describe()),
  })),
};
