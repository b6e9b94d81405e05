import type { Task } from '#shared/domain/task.ts';
import { api, may } from '#server/http/permissions.ts';
import { connectedTo } from '#server/http/request-context.ts';

const told = ({ id, name, state, rawState, createdAt, createdBy }: Task) => ({
  id,
  name,
  state,
  rawState,
  createdAt,
  createdBy,
});

/** Where a task's devices come from, and what was made of them. A task that nobody made here has no kin. */
export const taskKin = {
  kin: api.tasks.kin.use(may('task.read')).handler(async ({ input, context }) => {
    const { kin } = context.services.store;
    const { id: connection } = connectedTo(context, input.connection);
    const { madeFrom, followedBy } = await kin.of({ connection, id: input.taskId });
    const ids = [input.taskId, ...followedBy.map(({ id }) => id)];
    const together = followedBy.length === 0 ? null : await kin.together(connection, ids);
    return { madeFrom: madeFrom.map(told), followedBy: followedBy.map(told), together };
  }),
};
